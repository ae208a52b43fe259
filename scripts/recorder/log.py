"""Where events go: stamped, marked with their thread, turn by turn into the folding, and capped."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Any

from . import events
from .events import Event
from .fold import Folding
from .gaps import Parts
from .labels import Numbers
from .own import BUILTINS, get_ident

__builtins__ = BUILTINS

MICROSECONDS = 1_000_000
REST = MICROSECONDS  # a wait of the loop that long leaves time to keep what there is
PIECE = 1000  # events after which those of a turn are taken before it is over
PLAIN = {int, bool, type(None)}  # fields that are no texts, and hold none
SHARE = 20  # keeping takes at most one part in so many of the time


def text(field: Any) -> Any:
    """A field in which each text can be written: what cannot (surrogates) is escaped."""
    if type(field) is str:
        return field if field.isascii() else field.encode("utf-8", "backslashreplace").decode()
    if type(field) is list:
        return [*map(text, field)]
    if type(field) is dict:
        return {text(key): text(value) for key, value in field.items()}
    return field


class Log:
    """The recording under way.

    ``most``: events kept before it is cut; ``seconds``: its longest time; ``last``: how many of the
    last events are kept besides, and then it is never cut; ``waits``: nothing is kept until it is
    asked for (`Parts.ask`), and all this counts from there; ``clock``: seconds, must never go back.
    ``saved`` is called when the recording is cut or the loop is stuck: whoever waits for the end
    may bring it about before. With ``every`` it is called so often (seconds), and before the loop
    waits long, for a program may be killed without a word.
    """

    def __init__(
        self,
        most: int,
        seconds: float,
        fold: bool = True,
        clock: Callable[[], float] = time.monotonic,
        saved: Callable[[], None] = lambda: None,
        every: float = 0.0,
        last: int = 0,
        waits: bool = False,
    ) -> None:
        self.every = every * MICROSECONDS
        self.save_at = self.every or math.inf  # µs
        self.rest_at = 0.0 if every else math.inf
        self.most, self.seconds, self.clock, self.saved = most, seconds, clock, saved
        self.until = seconds * MICROSECONDS
        self.parts = Parts(most, last, waits)
        self.numbers = Numbers()
        self.folding = Folding(fold, self.parts.add)
        self.turn: list[Event] = []
        self.open = True
        self.stuck = False  # nothing can wake the loop, so each event may be the last
        self.lost = 0  # events that a fault of the recorder has cost
        self.told_lost = 0  # of these, those of which it is told
        self.thread = 0
        self.threads = {get_ident(): 0}
        self.lock = threading.RLock()
        # Called before an event is told of: tell of what came before it (`closings`, `output`).
        self.look: Callable[[], None] = lambda: None
        self.end_line: Callable[[], None] = lambda: None
        self.began = clock()

    def begin(self) -> None:
        """The program begins now: time counts from here."""
        self.began = self.clock()

    def now(self) -> int:
        """µs since the program began."""
        return round((self.clock() - self.began) * MICROSECONDS)

    def add(self, kind: Callable[..., Event], *fields: Any) -> None:
        """Note an event of this kind, happening now, in this thread."""
        self.look()
        self.end_line()
        self.add_of(get_ident(), kind, *fields)

    def add_of(self, thread: int, kind: Callable[..., Event], *fields: Any) -> None:
        """Note an event of a thread."""
        with self.lock:
            if not self.open:
                return
            at = self.now()
            if self.parts.waits and self.parts.asked:
                self.begin_to_keep(at)
            if why := self.over(at):
                self.cut(why)
                return
            if self.parts.endless and len(self.turn) >= PIECE:
                self.end_turn(None)
            if self.lost > self.told_lost:
                self.tell_lost(at)
            number = self.threads.setdefault(thread, len(self.threads))
            if number != self.thread:
                self.thread = number
                self.turn.append(events.Thread(at, number))
            self.turn.append(kind(at, *[f if type(f) in PLAIN else text(f) for f in fields]))
            if self.stuck or at >= self.save_at:
                self.save()

    def tell_lost(self, at: int) -> None:
        """Tell of what was lost, where it was."""
        if (lost := self.lost) > self.told_lost:
            self.turn.append(events.Lost(at, lost - self.told_lost))
            self.told_lost = lost

    def over(self, at: int) -> str:
        """Why nothing more can be kept, or nothing. Where there are last events, the first ones are
        over then."""
        if self.parts.waits:
            return ""
        if self.parts.endless:
            if at > self.until:
                self.parts.close_head()
            return ""
        if at > self.until:
            return "seconds"
        return "events" if len(self.turn) + len(self.parts.head) >= self.most else ""

    def begin_to_keep(self, at: int) -> None:
        """A signal has asked for it: from the turn under way on."""
        self.folding.flush()
        self.parts.begin()
        self.until = at + self.seconds * MICROSECONDS

    def save(self) -> None:
        """Keep what there is."""
        began = self.now()
        self.saved()
        now = self.now()
        if self.every:
            self.rest_at = now + SHARE * (now - began)
            self.save_at = max(now + self.every, self.rest_at)

    def rest(self, timeout: int | None) -> None:
        """The loop is about to wait, so many µs at most, None: for ever."""
        with self.lock:
            if self.open and (timeout is None or timeout >= REST) and self.now() >= self.rest_at:
                self.save()

    def is_of(self, thread: int) -> bool:
        """Whether the last event happened in this thread."""
        return self.threads.get(thread) == self.thread

    def end(self, why: str) -> None:
        """End the recording, if that is not over."""
        with self.lock:
            if self.open:
                self.cut(why)

    def cut(self, why: str) -> None:
        """End the recording; the program goes on."""
        self.tell_lost(self.now())
        self.turn.append(events.Cut(self.now(), why))
        self.open = False
        self.saved()

    def end_turn(self, population: tuple[int, ...] | None) -> None:
        """A turn is over. ``population``: how much there is of what may pile up; turns are alike
        only as long as it stays the same."""
        with self.lock:
            turn, self.turn = self.turn, []
            births, self.numbers.births = self.numbers.births, []
            self.folding.add(turn, births, population)
            if not self.folding.ring:
                self.parts.look(self.numbers.last)

    def all(self) -> list[Event]:
        """What was recorded so far."""
        with self.lock:
            self.tell_lost(self.now())
            if self.parts.waits and self.parts.asked:
                self.begin_to_keep(self.now())
            return self.parts.all(self.folding.folded() + self.turn)
