"""Equal turns of the loop become one event, while recording, in constant memory.

A loop that spins makes hundreds of thousands of turns, each like the one before but for times and
numbers. Each turn gets a key: its events, with times and values left out and each number said
relative to the turn of its birth ("the first handle born one turn ago"). When the last turns have
been alike with a period of 1 to 8 turns for long enough, the next ones are counted and dropped,
but for the last two periods, so that stepping goes on exactly behind the fold.

Rule 1: a turn in which something was printed, or things piled up, is never folded.
Rule 2: what is born in a folded turn takes the place of what was born in its like before; the fold
says which (``renamed``), so that a replay of what follows knows every number it meets.
Rule 3: what differed from turn to turn (variables, deadlines, values, arguments) is, behind the
fold, what the last dropped turns said (``changed``, ``timers``, ``values``, ``args``,
``contents``, ``clocks``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from . import events
from .events import Event
from .labels import Births
from .own import BUILTINS

__builtins__ = BUILTINS

PERIODS = range(1, 9)
AGES = 8  # turns after which a number is no longer said relative to its birth
IDS = {
    "handle": "handle", "frame": "frame", "within": "frame", "task": "task", "future": "future",
    "shared": "shared",
}  # fmt: skip
OF_LABELS = {"t": "task", "f": "future", "q": "queue", "k": "key", "g": "group"}
# Left out of a key: times, and values, which may count what the turns do.
VOLATILE = {"at", "number", "when", "value", "changed", "args", "visits", "calls", "timeout"}
SAID = (bool, int, str, type(None))  # of contents: how much there is, not what
NEVER = {events.Output, events.Lost, events.Cut, events.Stuck, events.Thread}
UNSAID = {events.Snapshot, events.Clock}  # left out of a key: they may come in any turn
IN_PARTS = ("changed", "timeout", "chain", "contents")


class Says(NamedTuple):
    """By their places, the fields of a kind of events that say what it does: those said as they
    are, those that are numbers of something, with the kind of that, and those of `IN_PARTS`."""

    plain: list[int]
    ids: list[tuple[int, str]]
    others: list[tuple[int, str]]

    @classmethod
    def of(cls, kind: Any) -> Says:
        names = list(enumerate(kind._fields))
        others = [(at, name) for at, name in names if name in IN_PARTS]
        ids = [(at, IDS[name]) for at, name in names if name in IDS]
        known = {*VOLATILE, *IDS, *IN_PARTS}
        return cls([at for at, name in names if name not in known], ids, others)


SAYS = {kind: Says.of(kind) for kind in events.KINDS.values()}


class Folding:
    """Takes turns in, gives the folded list of events out: to ``out``, or in `done`."""

    def __init__(
        self, enabled: bool = True, out: Callable[[list[Event]], None] | None = None
    ) -> None:
        self.enabled = enabled
        self.done: list[Event] = []
        self.out = out or self.done.extend
        self.count = 0  # turns so far
        self.born: dict[tuple[str, Any], tuple[int, int]] = {}
        self.keys: deque[int] = deque(maxlen=4 * len(PERIODS) + AGES)
        self.alike = dict.fromkeys(PERIODS, 0)
        self.latest: deque[Births] = deque(maxlen=AGES)  # births of the last turns before `ring`
        self.period = 0  # of the fold under way
        self.ring: list[tuple[list[Event], Births]] = []
        self.dropped: Dropped | None = None

    def add(self, turn: list[Event], births: Births, population: tuple[int, ...] | None) -> None:
        """Take a turn with what was born in it. ``population``: how much there is of what may
        pile up, None for a turn that must not be folded."""
        if not self.enabled or not turn:
            self.out(turn)
            return
        for index, what in enumerate(births):
            self.born[what] = self.count, index
        key = self.key(turn, population)
        if self.period and key != self.keys[-self.period]:
            self.flush()
        self.count_alike(key)
        if self.period:
            self.ring.append((turn, births))
            if len(self.ring) == 3 * self.period:
                self.drop()
        else:
            self.out(turn)
            self.age(births)
        self.count += 1

    def count_alike(self, key: int) -> None:
        for period in PERIODS:
            equal = len(self.keys) >= period and self.keys[-period] == key
            self.alike[period] = self.alike[period] + 1 if equal else 0
        self.keys.append(key)
        if not self.period:
            # So long that everything said relative to a birth was born in an equal turn.
            enough = (p for p in PERIODS if self.alike[p] > AGES + 2 * p)
            self.period = next(enough, 0)
            if self.period:
                self.alike = dict.fromkeys(PERIODS, 0)

    def drop(self) -> None:
        """Drop the first period of the ring."""
        gone, self.ring = self.ring[: self.period], self.ring[self.period :]
        if self.dropped is None:
            self.dropped = Dropped(gone[0][0][0].at, list(self.latest))
        self.dropped.note(gone[0][0][0].at, self.ring[0][0][0].at, len(gone))
        for turn, births in gone:
            self.dropped.said.append(Said.of(turn))
            self.age(births)

    def age(self, births: Births) -> None:
        if len(self.latest) == AGES:
            for what in self.latest[0]:
                self.born.pop(what, None)
        self.latest.append(births)

    def flush(self) -> None:
        """End the fold under way."""
        self.out(self.folded())
        for _, births in self.ring:
            self.age(births)
        self.period, self.ring, self.dropped = 0, [], None

    def folded(self) -> list[Event]:
        found = [event for turn, _ in self.ring for event in turn]
        if self.dropped is None:
            return found
        return [self.dropped.event(self.period, list(self.latest)), *found]

    def so_far(self) -> list[Event]:
        """All events, as if it ended here."""
        return self.done + self.folded()

    def key(self, turn: list[Event], population: tuple[int, ...] | None) -> int:
        """A number that is the same for turns that are alike."""
        if population is None or not NEVER.isdisjoint(map(type, turn)):
            return hash((Folding, self.count))  # like no other
        parts = [self.said(event) for event in turn if type(event) not in UNSAID]
        return hash((population, *parts))

    def said(self, event: Event) -> tuple[Any, ...]:
        kind = type(event)
        values: tuple[Any, ...] = event
        plain, ids, others = SAYS[kind]
        parts: list[Any] = [kind, *[values[at] for at in plain]]
        parts += [self.relative(what, values[at]) for at, what in ids]
        for at, name in others:
            value = values[at]
            if name == "changed":
                parts += value
            elif name == "timeout":
                parts.append(None if value is None else value > 0)
            elif name == "chain":
                parts += [(who, line, self.relative("frame", of)) for who, line, of in value]
            else:
                parts += [(k, v) for k, v in value.items() if k != "unfinished" and type(v) in SAID]
        return tuple(parts)

    def relative(self, kind: str, value: Any) -> Any:
        """How a key says a number: turns since its birth and its place there, if it is young."""
        if kind in ("future", "shared") and value:  # a task can be awaited like a future
            kind = OF_LABELS[value[0]]
        born = self.born.get((kind, value))
        return (self.count - born[0], born[1]) if born and self.count - born[0] < AGES else value


HEARD = {
    events.Variables, events.Timer, events.Set, events.Done, events.Handle, events.Contents,
    events.Clock,
}  # fmt: skip


class Said(NamedTuple):
    """What a turn said that its like may say otherwise: variables by frame, deadlines and arguments
    by job, values by label, what is in what tasks share, and the clocks of loops."""

    changed: dict[int, dict[str, str | None]]
    timers: dict[int, int]
    values: dict[str, str | None]
    args: dict[int, list[str]]
    contents: dict[str, dict[str, Any]]
    clocks: dict[int, int]

    @classmethod
    def of(cls, turn: list[Event]) -> Said:
        said = cls({}, {}, {}, {}, {}, {})
        for event in turn:
            said.hear(event)
        return said

    def hear(self, event: Event) -> None:
        if type(event) not in HEARD:
            return
        if isinstance(event, events.Variables):
            self.changed.setdefault(event.frame, {}).update(event.changed)
        elif isinstance(event, events.Timer):
            self.timers[event.handle] = event.when
        elif isinstance(event, events.Set | events.Done):
            self.values[event[1]] = event.value
        elif isinstance(event, events.Handle):
            self.args[event.handle] = event.args
        elif isinstance(event, events.Contents):
            self.contents[event.shared] = event.contents
        elif isinstance(event, events.Clock):
            self.clocks[event.loop] = event.ahead

    def after(self, later: Said) -> None:
        """Take up what a later turn said."""
        for frame, changed in later.changed.items():
            self.changed.setdefault(frame, {}).update(changed)
        self.timers.update(later.timers)
        self.values.update(later.values)
        self.args.update(later.args)
        self.contents.update(later.contents)
        self.clocks.update(later.clocks)


class Dropped:
    """What is remembered of turns that were dropped."""

    def __init__(self, at: int, before: list[Births]) -> None:
        self.at = self.until = at
        self.before = before
        self.turns = 0
        self.said: deque[Said] = deque(maxlen=AGES)
        self.shortest, self.longest = 1 << 62, 0

    def note(self, began: int, ended: int, turns: int) -> None:
        self.until = ended
        self.turns += turns
        self.shortest = min(self.shortest, ended - began)
        self.longest = max(self.longest, ended - began)

    def event(self, period: int, now: list[Births]) -> events.Fold:
        renamed: dict[str, list[list[Any]]] = {}
        for old, new in zip(self.before, now, strict=True):
            for (kind, was), (_, is_) in zip(old, new, strict=True):
                if was != is_:
                    renamed.setdefault(kind, []).append([was, is_])
        last = Said.of([])
        for said in self.said:
            last.after(said)
        return events.Fold(
            self.at, period, self.turns, self.until, self.shortest, self.longest, renamed,
            last.changed, last.timers, last.values, last.args, last.contents,
            last.clocks,
        )  # fmt: skip
