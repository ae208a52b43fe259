"""The clock of a loop, if it is one of its own: a class of loops that simulate has another
``time``, so may a single loop, and ``time.monotonic`` may be another one.

Rule 1: it is not asked, for that may be code of the program. What it says is seen in what the loop
makes of it: ``call_later`` adds the delay, a turn takes it from the next deadline, and a timer that
leaves the heap is due.
Rule 2: of a loop with asyncio's own clock nothing is told.
"""

from __future__ import annotations

import sys
import time
from asyncio import base_events
from typing import Any

from . import bare, events
from .own import BUILTINS
from .scene import Scene

__builtins__ = BUILTINS

Loop = Any
EXACT = 1000  # µs, and what differs less is the same
MONOTONIC = time.monotonic
BASE: Any = base_events.BaseEventLoop
TIME, CALL_LATER = BASE.time, BASE.call_later.__code__
MOST: float = base_events.MAXIMUM_SELECT_TIMEOUT  # type: ignore[attr-defined]
NUMBERS = (int, float)


class Clocks:
    """Sees the clocks of loops."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.ahead: dict[int, int] = {}  # µs, as told, by the number of the loop

    def at_timer(self, loop: Loop, number: int, when: float) -> None:
        """A timer is set for ``when``. Called by the hook of ``heappush``."""
        by = sys._getframe(4).f_back if has_its_own(loop) else None
        if by is not None and by.f_code is CALL_LATER:
            delay = by.f_locals["delay"]
            if bare.one_of(type(delay), NUMBERS):
                self.tell(number, when - delay)

    def at_turn(self, loop: Loop, number: int, timeout: float | None) -> None:
        """A turn begins."""
        if timeout and timeout < MOST and has_its_own(loop):
            self.tell(number, loop._scheduled[0]._when - timeout)

    def at_least(self, loop: Loop, number: int, when: float) -> None:
        """A timer is due."""
        if has_its_own(loop):
            self.tell(number, when, earliest=True)

    def tell(self, number: int, now: float, earliest: bool = False) -> None:
        """Tell of a clock that says this, or more, unless that is known."""
        log, known = self.scene.log, self.ahead.get(number, 0)
        ahead = round((now - log.began) * 1e6) - log.now()
        if ahead > known + EXACT or (not earliest and ahead < known - EXACT):
            self.ahead[number] = ahead
            log.add(events.Clock, number, ahead)


def has_its_own(loop: Loop) -> bool:
    """Whether a loop's clock is not asyncio's."""
    return (
        vars(base_events)["time"] is not time
        or vars(time)["monotonic"] is not MONOTONIC
        or bare.found(type(loop), "time") is not TIME
        or "time" in bare.attributes(loop)
    )
