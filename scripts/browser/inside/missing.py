"""What cannot be had in a browser: refused in Python's own way, and noted for the page."""

from __future__ import annotations

import _thread
import errno
import subprocess
import threading
from collections.abc import Callable
from typing import Any, NoReturn

THREADS, PROCESSES, NETWORK, MODULES = "threads", "processes", "network", "modules"
# Modules without which no process can be started, and which this Python lacks.
OF_PROCESSES = {"_multiprocessing", "_posixshmem"}


class Missing:
    """``asked``: what a program has asked for in vain, in that order."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def note(self, kind: str) -> None:
        if kind not in self.asked:
            self.asked.append(kind)

    def refusing(self, kind: str, error: Callable[[], BaseException]) -> Callable[..., NoReturn]:
        """A function that notes that it was called, and raises."""

        def refuse(*_: Any, **__: Any) -> NoReturn:
            self.note(kind)
            raise error()

        return refuse

    def install(self) -> None:
        """Have threads and processes refused."""
        no_thread = self.refusing(THREADS, lambda: RuntimeError("can't start new thread"))
        for module, names in (
            (_thread, ("start_new_thread", "start_joinable_thread")),
            (threading, ("_start_new_thread", "_start_joinable_thread")),
        ):
            for name in filter(module.__dict__.__contains__, names):
                setattr(module, name, no_thread)
        no_process = self.refusing(PROCESSES, no_processes)
        setattr(subprocess.Popen, "__init__", no_process)  # noqa: B010 - mypy knows the method
        # One that was never begun has nothing to clear up.
        setattr(subprocess.Popen, "__del__", lambda _: None)  # noqa: B010

    def look(self, error: BaseException) -> None:
        """Note what an exception, or one that is told with it, says is missing."""
        for each in told_with(error):
            named = isinstance(each, ImportError) and each.name in OF_PROCESSES
            if named or (isinstance(each, NotImplementedError) and "multiprocessing" in str(each)):
                self.note(PROCESSES)
            # asyncio, of a connection that is to be encrypted (base_events, sslproto)
            elif isinstance(each, ModuleNotFoundError) or "ssl module" in str(each):
                self.note(MODULES)


def told_with(error: BaseException) -> list[BaseException]:
    """An exception and those that a traceback of it shows: what it came from, what was under way
    when it came, and the members of a group."""
    found: list[BaseException] = []
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop()
        if each is None or any(each is one for one in found):
            continue
        found.append(each)
        left += [each.__cause__, None if each.__suppress_context__ else each.__context__]
        if isinstance(each, BaseExceptionGroup):
            left += each.exceptions
    return found


def no_processes() -> OSError:
    return OSError(errno.ENOTSUP, "a browser starts no processes")


def no_network(errno_: int = errno.ENETUNREACH) -> OSError:
    return OSError(errno_, "a browser's Python has no network")
