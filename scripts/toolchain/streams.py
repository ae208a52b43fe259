"""Standard streams that cannot be written to, put right: whoever reads has gone (``| head``), the
device is full, or the command was started without them (``>&-``, some services).

What a command says on stderr goes with its work, and is no reason to end it. What it says on stdout
is what was asked for: where that cannot be written it ends, as other tools do.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

_lost: list[OSError] = []  # why stdout could not be written


def begin(told_on_stderr: bool = False) -> None:
    """From now on nothing is told by a traceback, nor at the very end, of a stream that cannot be
    written to. ``told_on_stderr``: what was asked for goes there, and a write to it raises."""
    for name, then in (("stdout", _end), ("stderr", _raise if told_on_stderr else _let_be)):
        if stream := getattr(sys, name):  # None where it is closed
            setattr(sys, name, _guarded(stream, then))
    atexit.register(_last)  # the first registered is called last


def open_closed() -> None:
    """Have all three be there, leading nowhere: else the next file that is opened gets the number,
    and what a process below says goes into that file."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest that is free
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


class _Guarded(io.FileIO):
    """A stream that leads nowhere once it could not be written to; ``then`` hears why."""

    def __init__(self, number: int, then: Callable[[OSError], None]) -> None:
        super().__init__(number, "w", closefd=False)
        self.then = then

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError as error:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            self.then(error)
            return memoryview(data).nbytes


def _guarded(stream: Any, then: Callable[[OSError], None]) -> io.TextIOWrapper:
    raw = _Guarded(stream.fileno(), then)
    is_buffered = isinstance(stream.buffer, io.BufferedWriter)
    return io.TextIOWrapper(
        io.BufferedWriter(raw) if is_buffered else raw,
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _let_be(error: OSError) -> None:
    pass


def _raise(error: OSError) -> None:
    raise error


def _end(error: OSError) -> None:
    _lost.append(error)
    if not isinstance(error, BrokenPipeError):
        told = f"What was to be said could not be written: {error.strerror} (standard output)"
        print(told, file=sys.stderr, flush=True)
    raise SystemExit(1)


def _last() -> None:
    """Write what is left, of which Python itself would tell otherwise, and have the status say
    whether it could be written, for where Python has tried that already it goes on: where the
    reader has gone that of other tools."""
    with contextlib.suppress(SystemExit):
        if sys.stdout:  # None where it is closed
            sys.stdout.flush()
    if _lost and isinstance(_lost[0], BrokenPipeError):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
    if _lost:
        os._exit(1)
