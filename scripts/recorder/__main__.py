"""``python -m recorder [options] (file.py | -m module | -c code | -) [arguments]``."""

from __future__ import annotations

import argparse
import os
import sys


def main() -> None:
    """Run a program and tell, when it has ended, what happened."""
    from . import files, program

    parser, options = arguments()
    if sys.flags.no_site or sys.flags.ignore_environment:
        parser.error("Python's own options -S, -E and -I would leave the recorder out")
    target = options.program
    for form in ("m", "c"):
        if given := getattr(options, form):
            own = sys.argv[-len(given) :]  # as it was written: -mpackage, too
            target = own if own != given else [f"-{form}", *given]
    if not target:
        parser.error("expected a program: a file, -m module, -c code, or - for standard input")
    asked = {"out": options.o and os.path.abspath(options.o)}
    if asked["out"] and (wrong := files.refusal(asked["out"])):
        parser.error(wrong)
    asked |= {name: getattr(options, name) for name in ("text", "moments")}
    asked["settings"] = {
        "most": options.events,
        "seconds": options.seconds,
        "fold": not options.no_fold,
        "check": options.check,
        "every": 5 if options.o else 0,
    }
    program.start(called(), target, asked)


def called() -> list[str]:
    """How this interpreter was called: its name and its own options, without ``-m recorder``."""
    python = sys.orig_argv[: len(sys.orig_argv) - len(sys.argv) + 1]
    if python[-1] == "recorder":
        python[-2:] = [] if python[-2] == "-m" else [python[-2].removesuffix("m")]
    elif python[-1].endswith("mrecorder"):
        python[-1] = python[-1].removesuffix("mrecorder")
        python[-1:] = [] if python[-1] == "-" else python[-1:]
    return python


def arguments() -> tuple[argparse.ArgumentParser, argparse.Namespace]:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m recorder", description=__doc__)
    add = parser.add_argument
    add("-o", metavar="FILE", help="write the recording as JSON there")
    add("--text", action="store_true", help="tell it in sentences, after the program's own output")
    add("--moments", action="store_true", help="tell only how runs.toml can name its moments")
    add("--events", type=int, default=3000, help="cut the recording after so many (3000)")
    add("--seconds", type=float, default=60.0, help="cut the recording after so long (60)")
    add("--no-fold", action="store_true", help="keep every turn of a loop that spins")
    add("--check", action="store_true", help="note snapshots of the real loop before every job")
    add("-m", nargs=argparse.REMAINDER, metavar="MODULE", help="run a module, with arguments")
    add("-c", nargs=argparse.REMAINDER, metavar="CODE", help="run this code, with arguments")
    add("program", nargs=argparse.REMAINDER, help="the file to run, with arguments")
    return parser, parser.parse_args()


if __name__ == "__main__":
    main()
