"""What cannot be had in a browser: refused in Python's own way, and noted for the page."""

from __future__ import annotations

import _thread
import errno
import subprocess
import threading
from collections.abc import Callable
from itertools import islice
from typing import Any, NoReturn

from recorder import bare, tracebacks

THREADS, PROCESSES, NETWORK = "threads", "processes", "network"
MODULES, ENCRYPTION = "modules", "encryption"
# Modules without which no process can be started, and which this Python lacks.
OF_PROCESSES = {"_multiprocessing", "_posixshmem"}
MOST = 100  # exceptions that are looked at


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
        for each in islice(tracebacks.told_with(error), MOST):
            said, lacks = _text(*bare.field(each, "args")[:1]), _text(bare.field(each, "name"))
            of_processes = bare.is_a(each, ImportError) and lacks in OF_PROCESSES
            refused = said if bare.is_a(each, NotImplementedError) else ""
            if of_processes or "multiprocessing" in refused:
                self.note(PROCESSES)
            elif refused.startswith("SSL is not supported"):  # Pyodide's module ssl
                self.note(ENCRYPTION)
            elif bare.is_a(each, ModuleNotFoundError):
                self.note(MODULES)


def _text(value: object = None) -> str:
    """A value, if it is text."""
    return value if type(value) is str else ""


def no_processes() -> OSError:
    return OSError(errno.ENOTSUP, "a browser starts no processes")


def no_network(errno_: int = errno.ENETUNREACH) -> OSError:
    return OSError(errno_, "a browser's Python has no network")
