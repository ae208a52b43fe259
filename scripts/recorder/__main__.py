"""``python -m recorder [-o FILE] [--text] file.py [args]``."""

from __future__ import annotations

import argparse
import sys


def main() -> None:
    """Run a program and tell, when it has ended, what happened."""
    from .program import run
    from .recording import Recorder, Settings
    from .text import sentences

    options = arguments()
    out, write = sys.stdout, sys.stdout.write  # the program may put something else there

    def kept(recorder: Recorder) -> None:
        if options.o:
            import json

            with open(options.o, "w", encoding="utf-8") as file:
                json.dump(recorder.as_json(), file, ensure_ascii=False, separators=(",", ":"))
        if not recorder.log.open and (options.text or not options.o):
            for sentence in sentences(recorder.events):
                write(sentence + "\n")
            out.flush()

    settings = Settings(options.events, options.seconds, not options.no_fold, options.check)
    run(options.program, options.args, settings, kept)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m recorder", description=__doc__)
    add = parser.add_argument
    add("-o", metavar="FILE", help="write the recording as JSON there")
    add("--text", action="store_true", help="tell it in sentences, after the program's own output")
    add("--events", type=int, default=3000, help="cut the recording after so many (3000)")
    add("--seconds", type=float, default=60.0, help="cut the recording after so long (60)")
    add("--no-fold", action="store_true", help="keep every turn of a loop that spins")
    add("--check", action="store_true", help="note snapshots of the real loop before every job")
    add("program", help="the file to run")
    add("args", nargs=argparse.REMAINDER, help="arguments of the program")
    return parser.parse_args()


if __name__ == "__main__":
    main()
