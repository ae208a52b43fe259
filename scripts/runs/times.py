"""Lanes of a recorded run by time: what each task, or each coroutine, did, and for how long.

Rule 1: all of it comes from the events of the recording; times are in µs since the program began.
Rule 2: `timed` is pure and knows no drawing. `drawn` makes the drawing on an axis of any length, so
that several runs can stand on one, and one run can be shown by moments (`lanes`) or by time.
Rule 3: what is shorter than the drawing can tell is drawn when it is a step, and left out when it
is a wait: a step has happened, and of a wait that nobody can see nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from babel.numbers import format_decimal
from recorder import events as e
from recorder.events import Event
from recorder.state import State
from recorder.wording import SUSPENDABLE

from . import lanes

Words = Mapping[str, str]
FINEST = 500  # parts of the axis that a drawing tells apart
MOST_TICKS = 6


class Stretch(NamedTuple):
    """A time, in µs, in which a lane was in a ``state``: "ready", "running" or "waiting"; or in
    which a step "held" up the loop."""

    state: str
    begin: int
    end: int


class Row(NamedTuple):
    """A lane. ``label``: of the task, or of the one that began the coroutine ``name``."""

    label: str
    name: str
    stretches: list[Stretch]

    def drawn(self, end: int) -> lanes.Drawn:
        """On an axis of ``end`` µs."""
        return lanes.Drawn(self.label, self.name, cells(self.stretches, end))


class Printed(NamedTuple):
    """A piece of output, and when it came, in µs."""

    at: int
    text: str


@dataclass(frozen=True)
class Timed:
    """A run by time. ``end``: when the recording was over, in µs; ``both``: only its first and
    its last part are known."""

    rows: list[Row]
    printed: list[Printed]
    end: int
    both: bool = False


def whole(events: Sequence[Event]) -> int:
    """How long a recording is, in µs."""
    last = events[-1]
    return max(last.until if isinstance(last, e.Fold | e.Gap) else last.at, 1)


def timed(events: Sequence[Event], coroutines: bool = False) -> Timed:
    """The lanes of a recording (without snapshots) by time, in the order in which they began: one
    for each task of the program or, with ``coroutines`` and where there are no tasks, for each of
    its coroutines and generators."""
    reading = _Reading(coroutines or not lanes.tasks(events))
    for event in events:
        reading.read(event)
    found = reading.frames if coroutines else reading.tasks or reading.frames
    rows = [lane.closed(reading.state.at) for lane in found.values()]
    both = any(isinstance(event, e.Gap) and event.why == "last" for event in events)
    return Timed(rows, reading.printed, whole(events), both)


@dataclass
class _Lane:
    """A lane that is being read: its state, since when, and when it ran last."""

    row: Row
    state: str | None = None
    since: int = 0
    ran: int = -1

    def become(self, state: str | None, at: int) -> None:
        if state == "running":
            self.ran = at
        if state == self.state:
            return
        if self.state:
            self.row.stretches.append(Stretch(self.state, self.since, at))
        self.state, self.since = state, at

    def closed(self, at: int) -> Row:
        self.become(None, at)
        return self.row


class _Reading:
    def __init__(self, frames_too: bool) -> None:
        self.frames_too = frames_too
        self.state = State()
        self.tasks: dict[str, _Lane] = {}
        self.frames: dict[int, _Lane] = {}
        self.printed: list[Printed] = []
        self.turns: list[int] = []  # when each turn began

    def read(self, event: Event) -> None:
        if isinstance(event, e.Fold):
            self._fold(event)
        if isinstance(event, e.Gap):  # what was done meanwhile nobody knows
            for each in [*self.tasks.values(), *self.frames.values()]:
                each.become(None, event.at)
        self.state.apply(event)
        if isinstance(event, e.Turn):
            self.turns.append(event.at)
        if isinstance(event, e.End) and (lane := self.tasks.get(lanes.held_by(self.state, event))):
            began = self.state.of(event.handle).began
            lane.row.stretches.append(Stretch("held", began, event.at))
        if isinstance(event, e.Output):
            self.printed.append(Printed(event.at, event.text))
        self._note_tasks()
        if self.frames_too:
            self._note_frames()

    def _fold(self, fold: e.Fold) -> None:
        """What ran in the turns that were folded ran in all of the time that they took."""
        if fold.period > len(self.turns):
            return
        since = self.turns[-fold.period]
        for lane in [*self.tasks.values(), *self.frames.values()]:
            if lane.state and lane.ran >= since:
                lane.become("running", fold.at)

    def _note_tasks(self) -> None:
        for label, task in self.state.tasks.items():
            if label not in self.tasks and not task.cleans:
                self.tasks[label] = _Lane(Row(label, task.coroutine, []))
        for label, lane in self.tasks.items():
            now = self.state.tasks.get(label)
            lane.become(lanes.DRAWN.get(now.state) if now else None, self.state.at)

    def _note_frames(self) -> None:
        frames = self.state.frames
        for number, frame in frames.items():
            if number not in self.frames and frame.kind in SUSPENDABLE:
                self.frames[number] = _Lane(Row(self._driver(), frame.name, []))
        under_way = {number for stack in self.state.stack.values() for number in stack}
        for number, lane in self.frames.items():
            goes_on = "running" if number in under_way else "waiting"
            lane.become(goes_on if number in frames else None, self.state.at)

    def _driver(self) -> str:
        """The task whose step is under way; nothing where there is none, or more than one."""
        loops = self.state.loops.values()
        handles = [loop.running for loop in loops if loop.running is not None]
        return (self.state.jobs[handles[0]].task or "") if len(handles) == 1 else ""


# -- the drawing


def ticks(end: int) -> list[int]:
    """Round times, in µs, from 0 up to ``end``: `MOST_TICKS` steps of an axis at most."""
    step = 1
    for factor in _round_numbers():
        step = factor
        if end // step <= MOST_TICKS:
            break
    return list(range(0, end + 1, step))


def _round_numbers() -> Iterator[int]:
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


def tick_words(at: Sequence[int], locale: str) -> list[str]:
    """Times of an axis as a language writes them, all in the unit of the last one."""
    size, unit = (1_000_000, "s") if at[-1] >= 1_000_000 else (1_000, "ms")
    numbers = [format_decimal(each / size, "0.###", locale=locale) for each in at]
    return [*numbers[:-1], f"{numbers[-1]}\u00a0{unit}"]


def drawing(run: Timed, words: Words, end: int = 0, most: int = lanes.MOST) -> lanes.Drawing:
    """The lanes of a run on an axis of time, of ``end`` µs if it is to be longer than the run;
    ``most``: of so many."""
    end = end or run.end
    at = ticks(end)
    texts = tick_words(at, words["locale"])
    marks = [lanes.Mark(t * FINEST / end, text) for t, text in zip(at, texts, strict=True)]
    rows = [row.drawn(end) for row in lanes.drawn_of(run.rows, run.both, most)]
    return lanes.Drawing(rows, FINEST, "tick", marks)


def cells(stretches: Iterable[Stretch], end: int) -> list[tuple[str, int, int]]:
    """State, first part of the axis (see `FINEST`), and how many: waits first, so that steps lie
    above; steps that touch are one."""
    found = {kind: list[tuple[int, int]]() for kind in lanes.KINDS}
    for state, begin, over in stretches:
        first, last = begin * FINEST // end, over * FINEST // end
        if state in ("running", "held"):
            last = max(last, first + 1)
        if last <= first:
            continue
        # Between two waits there was a step; of steps nobody sees what lies between.
        if found[state] and first < found[state][-1][1] + (state != "waiting"):
            first, last = found[state][-1][0], max(last, found[state].pop()[1])
        found[state].append((first, last))
    return [(state, a, b - a) for state, pairs in found.items() for a, b in pairs]
