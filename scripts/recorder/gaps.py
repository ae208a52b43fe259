"""What is kept of a recording: its first events, and its last ones; or those from a signal on.

What is not kept is not forgotten: each event that goes is applied to a state, as a replay would
(`state.State`), and one event stands in their place that carries it (`events.Gap`). So the state
behind the gap is what a replay of all the events would give, and is checked like any other.

Rule 1: events that can be dropped are in constant memory, however long the program runs: of what is
over, and of what has been collected, nothing stays in the state.
Rule 2: kept events begin and end where a turn or a job does, so that none of them speaks of
something that is half told; where a job is longer than all that is kept, between two of its lines.
Rule 3: what ``asyncio.run`` does when the program is over, to cancel what is left and to close its
loop, does not count among the last events: who asks for twenty wants those before it.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from . import events as e
from .carried import packed
from .events import Event
from .fold import OF_LABELS
from .own import BUILTINS
from .state import State, cleans_up

__builtins__ = BUILTINS

BOUNDS = ((e.Turn,), (e.Run,), (e.Turn, e.Run, e.Line, e.Handle, e.Output))
TEXT = 300  # characters of output that count as one event more
CLEANING = 300  # events that do not count when a loop is about to be closed
SWEEP, BLOCKS = 500, 20  # events and blocks after which what has been collected is looked for


class Mark(NamedTuple):
    """What there was at one point: the labels of what lived, and the last number of each kind."""

    living: frozenset[str]
    last: dict[str, int]


class Scales:
    """Tells as how many events one counts, of events in their order: what is printed may be long,
    and those of ``run`` cleaning up are besides."""

    def __init__(self) -> None:
        self.thread = 0
        self.running: set[int] = set()  # threads in which a loop runs
        self.cleaning: set[int] = set()  # threads in which a loop is about to be closed
        self.left = 0  # how many more events do not count meanwhile

    def copy(self) -> Scales:
        """Some that go on by themselves."""
        other = Scales()
        other.thread, other.left = self.thread, self.left
        other.running, other.cleaning = set(self.running), set(self.cleaning)
        return other

    def weight(self, event: Event | Mark) -> int:
        """Of the next event."""
        if isinstance(event, Mark | e.Snapshot):
            return 0
        if isinstance(event, e.Thread):
            self.thread = event.number
        elif isinstance(event, e.Start):
            self.running.add(self.thread)
        elif isinstance(event, e.Stop):
            self.running.discard(self.thread)
        elif self.begins_to_clean(event):
            self.left = self.left if self.cleaning else CLEANING
            self.cleaning.add(self.thread)
        cleans = bool(self.cleaning)
        if isinstance(event, e.Close):
            self.cleaning.discard(self.thread)
        if cleans and self.left:
            self.left -= 1
            return 0
        return 1 + len(event.text) // TEXT if isinstance(event, e.Output) else 1

    def begins_to_clean(self, event: Event) -> bool:
        """Whether this is the first event of that: asyncio cancels a task while no loop runs, or
        makes one that closes what is left."""
        if isinstance(event, e.Cancel):
            return event.via is not None and self.thread not in self.running
        return isinstance(event, e.Task) and cleans_up(event)

    def weights(self, events: Iterable[Event | Mark]) -> int:
        """Of the next ones, together."""
        return sum(map(self.weight, events))


class Passed:
    """Events that are not kept: how many, and what a replay knows after them."""

    def __init__(self, why: str, state: State | None = None) -> None:
        self.why, self.state = why, state or State()
        self.begin: int | None = None
        self.events = self.turns = self.lines = self.lost = 0
        self.open: dict[str, bool] = {}  # whether a stream is in the midst of a line
        self.mark: Mark | None = None
        self.scales = Scales()

    def copy(self) -> Passed:
        """One that goes on by itself."""
        other = Passed(self.why, State.carried(packed(self.state)))
        for name in ("begin", "events", "turns", "lines", "lost", "mark"):
            setattr(other, name, getattr(self, name))
        other.open, other.scales = dict(self.open), self.scales.copy()
        return other

    def take(self, event: Event | Mark) -> int:
        """One more event that is not kept; as how many it counts."""
        weight = self.scales.weight(event)
        if isinstance(event, Mark):
            self.sweep(event)
            return weight
        self.begin = event.at if self.begin is None else self.begin
        self.events += not isinstance(event, e.Snapshot)
        self.turns += event.turns if isinstance(event, e.Fold) else isinstance(event, e.Turn)
        if isinstance(event, e.Output):
            self.lines += event.text.count("\n")
            self.open[event.stream] = not event.text.endswith("\n")
        try:
            self.state.apply(event)
        except (KeyError, IndexError, ValueError):  # an event before it was lost
            self.lost += 1
        self.state.output.clear()
        return weight

    def sweep(self, mark: Mark) -> None:
        """Forget what was over at the mark before this one. (Not at this one: turns that fold may
        still rename what was born lately, and another thread may be about to tell of its end.)"""
        before, self.mark = self.mark, mark
        if before is None:
            return
        state = self.state
        for held in (state.tasks, state.futures, state.shared):
            for label in [x for x in held if x not in before.living]:
                if int(label[1:]) <= before.last.get(OF_LABELS[label[0]], 0):
                    del held[label]
        loops = state.loops.values()
        needed = {n for loop in loops for n in (*loop.ready, *loop.timers, loop.running)}
        for number in [n for n in state.jobs if n <= before.last.get("handle", 0)]:
            if number not in needed:
                del state.jobs[number]
        *closed, _ = [n for n, loop in state.loops.items() if loop.phase == "closed"] or [0]
        for number in closed:
            if all(job.loop != number for job in state.jobs.values()):
                del state.loops[number]

    def gap(self) -> e.Gap:
        """The event that stands in the place of all these."""
        at, streams = self.begin or 0, [name for name, half in self.open.items() if half]
        return e.Gap(
            at, self.why, self.events, self.turns, self.state.at, self.lines, streams,
            packed(self.state),
        )  # fmt: skip


class Parts:
    """The first ``most`` events and the ``last`` ones. ``waits``: nothing is kept before `ask`.
    ``living``: gives the labels of all that is alive."""

    def __init__(self, most: int, last: int = 0, waits: bool = False) -> None:
        self.most, self.last = most, last
        self.head: list[Event] = []
        self.tail: deque[Event | Mark] = deque()
        self.weight = 0  # of the tail, or of the head while there is no tail
        self.scales = Scales()
        self.passed = Passed("signal") if waits else None  # while it waits; and behind the head
        self.waits, self.asked = waits, False
        self.living: Callable[[], frozenset[str]] = frozenset
        self.since = self.blocks = 0  # since the last mark

    @property
    def endless(self) -> bool:
        """Whether there is no end to what can be told."""
        return self.waits or self.last > 0

    @property
    def lost(self) -> int:
        """Events that did not fit to those before them."""
        return self.passed.lost if self.passed else 0

    def ask(self) -> None:
        """What comes is to be kept: for a signal's handler, which may come in the midst of this."""
        self.asked = True

    def begin(self) -> None:
        """Keep what comes from now on."""
        if self.passed and self.passed.events:
            self.head.append(self.passed.gap())
        self.waits, self.passed = False, None

    def add(self, block: Sequence[Event]) -> None:
        """Take events, in their order."""
        self.since += len(block)
        self.blocks += 1
        if self.waits and self.passed:
            for event in block:
                self.passed.take(event)
        elif self.passed:
            self.tail.extend(block)
            self.weight += self.scales.weights(block)
            self.weight -= shortened(self.tail, self.passed, self.weight, self.last)
        else:
            self.head += block
            self.weight += self.scales.weights(block) if self.last else 0
            if self.last and self.weight >= self.most:
                self.close_head()

    def close_head(self) -> None:
        """There are enough first events: those that come now are the last ones."""
        if self.passed:
            return
        end = bound_at_end(self.head[: self.most])
        self.tail.extend(self.head[end:])
        del self.head[end:]
        self.passed = Passed("last")
        self.passed.scales.weights(self.head)
        self.scales = self.passed.scales.copy()
        self.weight = self.scales.weights(self.tail)
        for event in self.head:
            with contextlib.suppress(KeyError, IndexError, ValueError):
                self.passed.state.apply(event)
        self.passed.state.output.clear()

    def look(self, last: Mapping[str, int]) -> None:
        """Now and then, when nothing is told that is not here yet: note what is alive."""
        if self.passed and self.since >= max(SWEEP, self.last) and self.blocks >= BLOCKS:
            self.since = self.blocks = 0
            mark = Mark(self.living(), dict(last))
            if self.waits:
                self.passed.take(mark)
            else:
                self.tail.append(mark)

    def all(self, pending: list[Event]) -> list[Event]:
        """What is kept, and what is still to be added."""
        if self.waits:
            return []
        if self.passed is None:
            whole = [*self.head, *pending]
            return whole if Scales().weights(whole) < self.most else self.of(whole)
        passed, tail = self.passed.copy(), deque([*self.tail, *pending])
        shortened(tail, passed, passed.scales.copy().weights(tail), self.last)
        if not passed.events:
            return [*self.head, *kept(tail)]
        for _ in range(bound(tail, passed.scales.copy())):
            passed.take(tail.popleft())
        return [*self.head, passed.gap(), *kept(tail)]

    def of(self, whole: list[Event]) -> list[Event]:
        """What is kept of events that are the first and the last ones."""
        if not self.last:
            return whole
        other = Parts(self.most, self.last)
        other.add(whole)
        return other.all([])


def kept(tail: deque[Event | Mark]) -> list[Event]:
    """The events."""
    return [event for event in tail if not isinstance(event, Mark)]


def shortened(tail: deque[Event | Mark], passed: Passed, whole: int, most: int) -> int:
    """Let the first events pass until those that are left weigh no more than ``most``; how much
    went. One is left."""
    gone = 0
    while whole - gone > most and len(tail) > 1:
        gone += passed.take(tail.popleft())
    return gone


def bound(events: Sequence[Event | Mark], scales: Scales) -> int:
    """Where to begin, in the first half of what counts: before a turn, else before a job, else
    before a line."""
    weights = [scales.weight(event) for event in events]
    whole = sum(weights)
    half = next((n for n, so_far in enumerate(accumulate(weights)) if 2 * so_far > whole), 0)
    for kinds in BOUNDS:
        first = next((n for n, event in enumerate(events) if isinstance(event, kinds)), None)
        if first is not None and first <= half:
            return first
    return 0


def bound_at_end(events: Sequence[Event]) -> int:
    """Where to end, in the second half: as `bound` has it."""
    for kinds in BOUNDS:
        found = [n for n, event in enumerate(events) if isinstance(event, kinds)]
        if found and found[-1] >= len(events) // 2:
            return found[-1]
    return len(events)
