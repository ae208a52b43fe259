"""How a program waits where nothing comes from outside: the selector of its loop, and its sleep."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import select as of_files
import selectors
import stat
import threading
import time
from collections.abc import Callable
from typing import Any

from .sockets import Sockets


class Selector(selectors._BaseSelectorImpl):
    """Watches our sockets, and the pipes of the system below. Nothing but the program itself makes
    one of them ready: when none is, it sleeps as long as it may."""

    def __init__(self, sockets: Sockets, wait: Callable[[float | None], None]) -> None:
        super().__init__()
        self.sockets, self.wait = sockets, wait

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """As any selector; raises PermissionError for a file on the disk, as ``epoll`` does."""
        key: selectors.SelectorKey = super().register(fileobj, events, data)
        if key.fd in self.sockets.open:
            return key
        try:
            if not stat.S_ISREG(os.fstat(key.fd).st_mode):
                return key
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
        except OSError:
            super().unregister(fileobj)
            raise

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = self.ready()
        if not found and (timeout is None or timeout > 0):
            self.wait(timeout)
            found = self.ready()
        return found

    def ready(self) -> list[tuple[selectors.SelectorKey, int]]:
        """What can be read or written now."""
        masks = [(key, self._mask(key)) for key in list(self.get_map().values())]
        return [(key, mask) for key, mask in masks if mask]

    def _mask(self, key: selectors.SelectorKey) -> int:
        socket = self.sockets.open.get(key.fd)
        readable, writable = (socket.readable, socket.writable) if socket else _file(key.fd)
        mask = selectors.EVENT_READ * readable | selectors.EVENT_WRITE * writable
        return mask & key.events


def _file(fd: int) -> tuple[bool, bool]:
    with contextlib.suppress(OSError, ValueError):
        reads, writes, _ = of_files.select([fd], [fd], [], 0)
        return bool(reads), bool(writes)
    return False, False


def sleeping(wait: Callable[[float | None], None]) -> Any:
    """`time.sleep` as it is, but that it lets the worker sleep."""
    real = getattr(time.sleep, "__wrapped__", time.sleep)  # Pyodide has one around it

    @functools.wraps(real)
    def sleep(seconds: Any, /) -> None:
        # What is no number, negative, nothing or too much, Python itself has an answer for.
        if isinstance(seconds, int | float) and 0 < seconds < threading.TIMEOUT_MAX:
            wait(seconds)
        else:
            real(seconds)

    return sleep


def for_at_least(wait: Callable[[float | None], None]) -> Callable[[float | None], None]:
    """A ``wait`` that never returns early, by the clock that programs read."""

    def long_enough(seconds: float | None) -> None:
        if seconds is None:
            while True:
                wait(None)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            wait(left)

    return long_enough
