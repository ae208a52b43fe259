"""A signal that ends the program must not take the recording with it.

Python does not come to its end when a signal kills it, so there has to be a handler: it keeps the
recording, and lets the signal kill. The program sees none: where it asks, the signal has its
default action, and where it sets that, our handler comes back.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os
import signal
from collections.abc import Callable
from typing import Any

from .scene import Patches

FATAL = (signal.SIGTERM, signal.SIGHUP)
DEFAULT = int(signal.SIG_DFL)  # as the interpreter knows it


class Killed:
    """``keep`` is called before a signal of `FATAL` kills the program."""

    def __init__(self, keep: Callable[[], None]) -> None:
        self.keep = keep
        self.set, self.get = _signal.signal, _signal.getsignal
        self.process = os.getpid()

    def install(self, patches: Patches) -> None:
        """Handle each that has its default action: what is ignored (``nohup``) stays so."""
        mine = [number for number in FATAL if self.get(number) == DEFAULT]
        for number in mine:
            self.set(number, self.end)
        # What asyncio and programs call is in `signal`, and calls these.
        patches.set(_signal, "signal", self.setting)
        patches.set(_signal, "getsignal", self.getting)
        patches.on_undo(self.let_go)
        os.register_at_fork(after_in_child=self.let_go)

    def let_go(self) -> None:
        """Each signal kills again by itself."""
        for number in FATAL:
            if self.get(number) == self.end:
                self.set(number, DEFAULT)

    def end(self, number: int, _: Any) -> None:
        self.set(number, DEFAULT)
        try:
            self.keep()
        finally:
            os.kill(os.getpid(), number)

    def setting(self, number: int, action: Any, /) -> Any:
        ours = number in FATAL and action == DEFAULT and os.getpid() == self.process
        return self.said(self.set(number, self.end if ours else action))

    def getting(self, number: int, /) -> Any:
        return self.said(self.get(number))

    def said(self, action: Any) -> Any:
        return DEFAULT if action == self.end else action
