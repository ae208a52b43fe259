"""How a command ends by a signal: as the signal says, without a traceback.

While nothing is there to clean up, it just ends (`end_plainly`, the first that each command does).
What has to be undone is undone first (`undoing`). What ends processes below it and folders in use
is `runs.ends`.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(BaseException):
    """This process is asked to end."""


def end_plainly() -> None:
    """From now on an interrupt is no exception. What this process was started to ignore (``&``)
    stays ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    let_in()


def hold_back() -> None:
    """Have an interrupt wait till it is let in, across ``exec`` and in what is started: an
    interpreter that begins answers it with a traceback."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def let_in() -> None:
    """Let an interrupt in that was held back."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def temporary() -> str:
    """The folder for temporary files: one in which a file can be written, which is tried. A signal
    waits meanwhile, so that the file goes."""
    import tempfile

    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        return tempfile.gettempdir()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def undoing() -> Iterator[None]:
    """A signal that asks this process to end raises `Asked` in here, so that what was begun is
    undone, and then ends the process. Where a handler is there already, that has its way."""
    came: list[int] = []
    process = os.getpid()

    def ask(number: int, _: FrameType | None) -> None:
        if os.getpid() != process:  # a fork, of which nothing has to be undone
            _end_by(number)
        for each in mine:  # to be asked once is enough
            signal.signal(each, signal.SIG_IGN)
        came.append(number)
        raise Asked

    free = (signal.SIG_DFL, signal.default_int_handler)
    mine = {each: was for each in ENDING if (was := signal.getsignal(each)) in free}
    try:
        for number in mine:
            signal.signal(number, ask)
        yield
    finally:
        if came:
            _end_by(came[0])
        for number, was in mine.items():
            signal.signal(number, was)


def _end_by(number: int) -> None:
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
