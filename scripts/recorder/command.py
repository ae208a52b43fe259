"""``python3 scripts/record``: your program runs and is recorded in a process of its own, as Python
would have run it, and is told of when it has ended.

The process of this module has the interpreter that shall run the program, and lives as long as that
does: signals that it gets go to the program, and it ends as the program ended.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from . import files, program, signalled

ABOUT = """Run a program of yours, and show or tell what the event loop did meanwhile. The Python
that is called here runs it."""
AFTER = """What is watched: all that asyncio's own event loop does, and the lines of the file that
is run (with -m, of the module that begins), with --source those of more. Not watched: children of
the program, what goes past sys.stdout and sys.stderr, and loops of others, such as those of trio
and uvloop. What was recorded is kept when a signal that can be handled ends the program (SIGTERM,
SIGHUP, Ctrl+C), os._exit or os.execv, and every 5 seconds. With --last and with --from-signal a
moment says what is left out, and what is shown behind it is what a replay of all that gives; the
program is watched, and slower, to its end. The signal may be sent to this process or to the
program: that gets it as well if it handles it, and is not ended by it. The exit status is the
program's; it is 1 where that would be 0, and what was asked for could not be told or written, as a
line on stderr says: so where no event loop ran, and no coroutine."""
EVERY = 5  # seconds after which the recording is kept, for SIGKILL gives no time to
VALUED = {"-o", "--html", "--language", "--events", "--seconds", "--last", "--from-signal"}
VALUED |= {"--source"}
SIGNALS = {"USR1": signal.SIGUSR1, "USR2": signal.SIGUSR2}


@dataclass
class Job:
    """What is known when the program has ended. ``recording``: file of the recorder's JSON.
    ``code``: of ``-c``. ``called``: how readers call the program. ``html``, ``out``: where to
    write, or None. ``signal``: from which on it was kept, or None. ``status``: exit status,
    negative for a signal; ``wall``: seconds; ``began``: as ISO 8601 says it."""

    recording: str
    code: str | None
    called: str
    folder: str
    html: str | None
    text: bool
    out: str | None
    language: str
    signal: str | None = None
    status: int = 0
    wall: float = 0.0
    began: str = ""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"record: {message} (--help says more)\n")


def main(words: Sequence[str], languages: Sequence[str], tell: Callable[[Path], int]) -> NoReturn:
    """The command with these arguments. ``languages``: those in which can be told; ``tell``: tells
    of the `Job` in a file of JSON, and returns an exit status, which is ours where the program's
    is 0."""
    options, target = _read(words, languages)
    with tempfile.TemporaryDirectory(prefix="record-") as place:
        job = _job(options, target, f"{place}/recording.json")
        status = _run(target, options, job)
        told = 1
        if os.path.exists(job.recording):
            Path(place, "job.json").write_text(json.dumps(asdict(job)), encoding="utf-8")
            told = tell(Path(place, "job.json"))
        else:
            say(f"{how_cut_off(status)}, and with it the recording")
    if status < 0:
        with contextlib.suppress(OSError):  # SIGKILL has no other action
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(status or told)


def _read(words: Sequence[str], languages: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options, and the program with its arguments, which are its own whatever they are."""
    parser = _Parser(
        prog="record",
        usage="record [options] (file.py | -m module | -c code) [arguments]",
        description=ABOUT,
        epilog=AFTER,
        allow_abbrev=False,
    )
    add = parser.add_argument
    page = "one page with the player, to be opened from the disk"
    add("--html", metavar="FILE", type=_file, help=page)
    add("--text", action="store_true", help="sentences (if neither is asked for), on stderr")
    add("-o", metavar="FILE", type=_file, help="the sentences go there")
    add("--language", choices=languages, default="en", help="of what is told (en)")
    add("--events", type=_positive(int), default=3000, help="the first so many are kept (3000)")
    add(
        "--seconds", type=_positive(float), default=60.0, help="and those of the first seconds (60)"
    )
    last = "the last so many are kept as well, to the end of the program, however long that runs;"
    last += " what run() does to clean up is kept besides"
    add("--last", type=_positive(int), default=0, metavar="EVENTS", help=last)
    add("--from-signal", choices=SIGNALS, help="nothing before this signal comes is kept")
    source = "the lines of all modules below this folder are watched, too, but of installed ones"
    add("--source", metavar="FOLDER", type=_folder, help=source)
    end = _own(words)
    options, target = parser.parse_args(words[:end]), list(words[end:])
    target[:1] = [] if target[:1] == ["--"] else target[:1]
    options.text = options.text or not options.html
    if wrong := _wrong(options, target):
        parser.error(wrong)
    for path in filter(None, (options.html, options.o)):
        if wrong := files.refusal(path) or _is_program(path, target):
            parser.error(wrong)
    return options, target


def _own(words: Sequence[str]) -> int:
    """How many of the words are ours: up to the program."""
    at = 0
    while at < len(words) and (words[at][:2] == "--" != words[at] or words[at] in ("-h", "-o")):
        at += 1 + (words[at] in VALUED)
    return at


def _file(text: str) -> str:
    """The absolute path of a file to be written."""
    if not text or text.endswith(os.sep):
        raise argparse.ArgumentTypeError(f"expected the name of a file, came {text!r}")
    return os.path.abspath(text)


def _folder(text: str) -> str:
    """The absolute path of a folder that is there."""
    if not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"expected a folder, came {text!r}")
    return os.path.abspath(text)


def _positive(kind: type[int] | type[float]) -> Callable[[str], float]:
    def number(text: str) -> float:
        if not (value := kind(text)) > 0:
            raise ValueError
        return value

    number.__name__ = "positive number"
    return number


def _wrong(options: argparse.Namespace, target: list[str]) -> str:
    """What is wrong with what is asked for, or nothing."""
    if sys.flags.no_site or sys.flags.ignore_environment:
        return "Python's own options -S, -E and -I would leave the recorder out"
    if options.o and not options.text:
        return "-o is where --text goes: expected both, or --html alone"
    if options.o and options.html and os.path.realpath(options.o) == os.path.realpath(options.html):
        return f"-o and --html are the same file, {options.o}"
    if not target:
        return "expected a program: a file, -m module, or -c code"
    first = target[0]
    if first == "-":
        return "the code of a program on standard input cannot be shown: save it in a file"
    if first[:2] in ("-m", "-c"):
        return (
            ""
            if target[1:] or first[2:]
            else f"expected {'a module' if first == '-m' else 'code'} after {first}"
        )
    if first.startswith("-"):
        return f"unknown option {first}"
    return "" if os.path.exists(first) else f"there is no file {first}"


def _is_program(path: str, target: list[str]) -> str:
    with contextlib.suppress(OSError):
        if os.path.samefile(path, target[0]):
            return f"{path} is the program itself"
    return ""


def _job(options: argparse.Namespace, target: list[str], recording: str) -> Job:
    code = None
    if target[0].startswith("-c"):
        code = target[0][2:] or target[1]
    return Job(
        recording=recording,
        code=code,
        called=_called(target),
        folder=os.getcwd(),
        html=options.html,
        text=options.text,
        out=options.o,
        language=options.language,
        signal=options.from_signal,
    )


def _called(target: list[str]) -> str:
    """How readers call the program: the name of its file, ``-m module`` or ``-c``."""
    if target[0].startswith("-c"):
        return "-c"
    if target[0].startswith("-m"):
        return f"-m {target[0][2:] or target[1]}"
    return os.path.basename(os.path.abspath(target[0]))


def _run(target: list[str], options: argparse.Namespace, job: Job) -> int:
    """Run the program to its end, note in ``job`` how that went, and return its exit status,
    negative for a signal."""
    settings = {"most": options.events, "seconds": options.seconds, "every": EVERY}
    settings |= {"last": options.last, "waits": bool(options.from_signal)}
    settings["source"] = options.source or ""
    asked: dict[str, Any] = {"out": job.recording, "text": False, "moments": False}
    number = SIGNALS.get(options.from_signal)
    if number:  # until somebody is there who handles it
        asked |= {"signal": int(number), "held": signalled.hold_back(number)}
    began, clock = datetime.datetime.now(datetime.UTC), time.monotonic()
    # The options of the interpreter stand between its name and ours.
    python = sys.orig_argv[: len(sys.orig_argv) - len(sys.argv)]
    if sys.stdout:  # None where it is closed
        sys.stdout.flush()
    asked["early"] = signalled.hold_back(signal.SIGINT)  # till the program begins
    if not (child := os.fork()):
        try:
            program.start(python, target, {**asked, "settings": settings})
        finally:
            os._exit(127)
    with _signals_go_to(child, *filter(None, [number])):
        if asked["early"]:
            signalled.let_in(signal.SIGINT)
        if number and asked["held"]:
            signalled.let_in(number)
        job.status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    job.wall, job.began = time.monotonic() - clock, began.isoformat()
    return job.status


@contextlib.contextmanager
def _signals_go_to(child: int, *more: int) -> Iterator[None]:
    """What asks this process to end asks the program, as do the signals that come with it. A
    terminal has asked it already."""

    def pass_on(number: int, _: Any) -> None:
        if number != signal.SIGINT or not _has_terminal():
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, number)

    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, *more]
    before = {
        n: signal.signal(n, pass_on) for n in numbers if signal.getsignal(n) != signal.SIG_IGN
    }
    yield
    for number, action in before.items():
        signal.signal(number, action)


def _has_terminal() -> bool:
    """Whether what is typed at a terminal goes to the group of this process."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)


def how_cut_off(status: int) -> str:
    """What ended a program, with this status, that did not come to Python's own end."""
    if status < 0:
        return f"{signal.Signals(-status).name} ended the program at once"
    return "the program ended past Python's own end (as os._exit and os.execv do)"


def say(sentence: str) -> None:
    """Say on stderr what is to be known; on one that is closed, or full, nothing."""
    if sys.stderr:
        with contextlib.suppress(OSError):
            print(f"record: {sentence}", file=sys.stderr, flush=True)
