"""A signal that asks for what comes from now on to be kept.

The program may use the same signal: it gets it as well, and where it asks, sees what it has set
itself. What Python would do where nobody handles it, to end the program, is not done.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import signal
from collections.abc import Callable
from os import getpid
from typing import Any

from . import killed
from .own import BUILTINS
from .scene import Patches

__builtins__ = BUILTINS

DEFAULT, IGNORED = int(signal.SIG_DFL), int(signal.SIG_IGN)  # as the interpreter knows them


def hold_back(number: int) -> bool:
    """Have a signal wait until it is let in, across ``exec``; whether it did not before."""
    return number not in signal.pthread_sigmask(signal.SIG_BLOCK, {number})


def let_in(number: int) -> None:
    """Let a signal in that was held back."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})


def end_or_let_in(number: int) -> None:
    """Let a signal in that was held back; if it has come, it ends this process and says nothing:
    there is no program yet that could."""
    if number in signal.sigpending():
        signal.signal(number, signal.SIG_DFL)
    let_in(number)


def let_no_more_in(number: int) -> None:
    """From now on a signal does nothing: there is no program any more that it could be for. One
    that has come just now is answered by an exception, at whatever is done next, which is this."""
    while True:
        try:
            _signal.signal(number, IGNORED)
        except ValueError:  # in another thread: it is for the main one
            return
        except BaseException:
            continue
        return


class Signalled:
    """``act`` is called, in the midst of whatever runs, when the signal comes."""

    def __init__(self, number: int, act: Callable[[], None]) -> None:
        self.number, self.act = number, act
        self.set, self.get = _signal.signal, _signal.getsignal
        self.theirs: Any = self.get(number)
        self.process = getpid()

    def install(self, patches: Patches) -> None:
        """Handle it."""
        self.set(self.number, self.comes)
        # What asyncio and programs call is in `signal`, and calls these.
        patches.set(_signal, "signal", self.setting)
        patches.set(_signal, "getsignal", self.getting)
        patches.on_undo(self.let_go)
        killed.at_fork(self.handled, self.let_go)

    def handled(self) -> list[int]:
        """The signal, where its handler is ours."""
        return [self.number] if self.get(self.number) == self.comes else []

    def comes(self, number: int, frame: Any) -> None:
        self.act()
        if callable(self.theirs):
            self.theirs(number, frame)

    def let_go(self) -> None:
        """From now on it is the program's alone; where that does not handle it, one that comes late
        ends nothing, but for a child."""
        if self.handled():
            late = self.theirs == DEFAULT and getpid() == self.process
            self.set(self.number, IGNORED if late else self.theirs)

    def setting(self, number: int, action: Any, /) -> Any:
        known = callable(action) or action in (DEFAULT, IGNORED)
        if number != self.number or getpid() != self.process or not known:
            return self.set(number, action)
        self.set(number, self.comes)  # raises what it would for theirs: in another thread
        before, self.theirs = self.theirs, action
        return before

    def getting(self, number: int, /) -> Any:
        return self.theirs if number in self.handled() else self.get(number)
