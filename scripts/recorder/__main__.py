"""``python -m recorder [-o FILE] [--text] [--moments] file.py [args]``."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .events import Event


def main() -> None:
    """Run a program and tell, when it has ended, what happened."""
    from .program import run
    from .recording import Recorder, Settings

    options = arguments()
    out, write = sys.stdout, sys.stdout.write  # the program may put something else there

    def kept(recorder: Recorder) -> None:
        if options.o:
            import json

            with open(options.o, "w", encoding="utf-8") as file:
                json.dump(recorder.as_json(), file, ensure_ascii=False, separators=(",", ":"))
        if not recorder.log.open and (options.text or options.moments or not options.o):
            told = moments(recorder.events, options.program, options.moments)
            for line in told:
                write(line + "\n")
            out.flush()

    settings = Settings(options.events, options.seconds, not options.no_fold, options.check)
    run(options.program, options.args, settings, kept)


def moments(recorded: list[Event], file: str, alone: bool) -> Iterator[str]:
    """The recording in sentences, and behind each moment the line of ``snippets/runs.toml`` that
    gives it a name; or these lines ``alone``."""
    from . import naming
    from .events import Snapshot
    from .moments import moments
    from .text import sentences

    with open(file, encoding="utf-8") as program:
        source = program.read()
    events = [event for event in recorded if not isinstance(event, Snapshot)]
    told = moments(events)
    name = re.search(r"snippets/[^/]+/(.+)\.py$", file.replace("\\", "/"))
    if alone:
        yield f'["{name[1] if name else "part/name"}".moments]'
    at = 0
    for moment, line in zip(told, naming.lines(events, told, source), strict=True):
        yield from () if alone else sentences(events[at : moment.end])
        yield line if alone else f"{'':10}  → {line.partition('  # ')[0]}"
        at = moment.end


def arguments() -> argparse.Namespace:
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
    add("program", help="the file to run")
    add("args", nargs=argparse.REMAINDER, help="arguments of the program")
    return parser.parse_args()


if __name__ == "__main__":
    main()
