"""What ends the program at once must not take the recording with it.

Python does not come to its end when a signal kills it, ``os._exit`` is called, or another program
takes its place (``os.execv``). So there is a handler for each signal that can be handled: it keeps
the recording, and lets the signal kill. The program sees none: where it asks, the signal has its
default action, and where it sets that, our handler comes back. The functions keep the recording
first.

A child of the program has no handler of ours. Until it has taken back those that it was forked
with, signals wait (`at_fork`): one that came before would be handled by nobody.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import functools
import os
import signal
import threading
from collections.abc import Callable
from os import getpid
from typing import Any

from .own import BUILTINS
from .scene import Patches

__builtins__ = BUILTINS

# Those that end a program, if it does not say otherwise, and are sent by others, or by a clock.
FATAL = (
    signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF,
    signal.SIGXCPU, signal.SIGUSR1, signal.SIGUSR2,
)  # fmt: skip
DEFAULT = int(signal.SIG_DFL)  # as the interpreter knows it


def at_fork(handled: Callable[[], list[int]], let_go: Callable[[], None]) -> None:
    """Have ``let_go`` take back the handlers of what ``handled`` gives, in each child that is
    forked, before one of these signals can come there."""
    masks: dict[int, set[Any]] = {}  # of the threads that fork

    def hold() -> None:
        if numbers := handled():
            masks[threading.get_ident()] = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)

    def let_in() -> None:
        if (mask := masks.pop(threading.get_ident(), None)) is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def begin() -> None:
        let_go()
        let_in()

    os.register_at_fork(before=hold, after_in_parent=let_in, after_in_child=begin)


class Killed:
    """``keep`` is called before a signal of `FATAL`, or ``os._exit``, ends the program; ``save``
    before another program takes its place, if that can be."""

    def __init__(self, keep: Callable[[], None], save: Callable[[], None]) -> None:
        self.keep, self.save = keep, save
        self.set, self.get = _signal.signal, _signal.getsignal
        self.process = getpid()
        self.ending = False

    def install(self, patches: Patches) -> None:
        """Handle each that has its default action: what is ignored (``nohup``) stays so."""
        mine = [number for number in FATAL if self.get(number) == DEFAULT]
        for number in mine:
            self.set(number, self.end)
        # What asyncio and programs call is in `signal`, and calls these.
        patches.set(_signal, "signal", self.setting)
        patches.set(_signal, "getsignal", self.getting)
        patches.set(os, "_exit", self.before(os._exit, self.keep))
        for name in ("execv", "execve"):  # by which all others are done
            patches.set(os, name, self.before(getattr(os, name), self.save))
        patches.on_undo(self.let_go)
        at_fork(self.handled, self.let_go)

    def handled(self) -> list[int]:
        """The signals of which the handler is ours."""
        return [number for number in FATAL if self.get(number) == self.end]

    def let_go(self) -> None:
        """Each signal kills again by itself."""
        for number in self.handled():
            self.set(number, DEFAULT)

    def end(self, number: int, _: Any) -> None:
        if self.ending:  # by the signal that came first
            return
        self.ending = True
        try:
            self.keep()
        finally:
            self.set(number, DEFAULT)
            os.kill(getpid(), number)

    def before(self, ends: Callable[..., Any], act: Callable[[], None]) -> Callable[..., Any]:
        """A function that ends the program, after ``act``, in this process."""

        @functools.wraps(ends)
        def end(*given: Any, **named: Any) -> None:
            if getpid() == self.process and not self.ending:
                act()
            ends(*given, **named)

        return end

    def setting(self, number: int, action: Any, /) -> Any:
        ours = number in FATAL and action == DEFAULT and getpid() == self.process
        return self.said(self.set(number, self.end if ours else action))

    def getting(self, number: int, /) -> Any:
        return self.said(self.get(number))

    def said(self, action: Any) -> Any:
        return DEFAULT if action == self.end else action
