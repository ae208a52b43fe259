"""The world of a program in a browser: a module each is given what it stands on."""

from __future__ import annotations

import asyncio
import selectors
import signal
import time
from asyncio import base_events, events, runners, unix_events
from collections.abc import Callable
from typing import Any, cast

from .missing import PROCESSES, Missing, no_processes
from .sockets import Sockets, names
from .waiting import Selector, for_at_least, sleeping


class World:
    """``wait``: sleeps for so many seconds, for ever without them."""

    def __init__(self, wait: Callable[[float | None], None]) -> None:
        self.wait = for_at_least(wait)
        self.missing = Missing()
        self.sockets = Sockets(self.missing, self.wait)

    def install(self) -> None:
        """Change the standard library; once an interpreter."""
        self.missing.install()
        self.sockets.install()
        time.sleep = sleeping(self.wait)
        selectors.DefaultSelector = self._selector()  # type: ignore[misc]
        self._without_threads()
        _with_signals_of_its_own()
        _with_loops_of_cpython()

    def _selector(self) -> Any:
        sockets, wait = self.sockets, self.wait

        class DefaultSelector(Selector):
            def __init__(self) -> None:
                super().__init__(sockets, wait)

        DefaultSelector.__module__ = "selectors"
        return DefaultSelector

    def _without_threads(self) -> None:
        """What a loop does in threads or processes and can do without."""
        sockets, missing = self.sockets, self.missing

        async def getaddrinfo(_: Any, host: Any, port: Any, **options: int) -> Any:
            return sockets.addresses(host, port, **options)

        async def getnameinfo(_: Any, address: Any, flags: int = 0) -> tuple[str, str]:
            return names(address, flags)

        changed: Any = base_events.BaseEventLoop
        changed.getaddrinfo, changed.getnameinfo = getaddrinfo, getnameinfo
        refuse = missing.refusing(PROCESSES, no_processes)
        changed.subprocess_exec = changed.subprocess_shell = refuse


def _with_signals_of_its_own() -> None:
    """A loop is woken by the system for a signal; here the only ones are those that a program sends
    to itself, and the handler does it."""

    def wake(number: int, _: Any) -> None:
        if loop := events._get_running_loop():
            cast(Any, loop)._csock.send(bytes([number]))

    unix_events._sighandler_noop = wake  # type: ignore[attr-defined]
    setattr(signal, "set_wakeup_fd", lambda *_, **__: -1)  # noqa: B010
    setattr(signal, "siginterrupt", lambda *_: None)  # noqa: B010 - some builds lack it


def _with_loops_of_cpython() -> None:
    """Pyodide has put a loop of its own into its place, which runs in the page's."""
    asyncio.run = runners.run
    module: Any = events
    module._event_loop_policy = None  # the default one is made when it is asked for
    events._set_running_loop(None)
