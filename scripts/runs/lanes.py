"""Lanes of a recorded run: what each task did, drawn as SVG while the site is built.

Bars are placed in percent of the width, on an axis of moments, one as wide as the other, or of time
(`times`): a reader who has scripts may have either. A program without tasks has a lane for each of
its coroutines and generators.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup
from recorder.alike import Moment
from recorder.events import Contents, End, Event, Future, Gap, Run, Task
from recorder.state import State, cleans_up
from recorder.wording import SUSPENDABLE, plain

from . import telling
from .templating import filled

Words = Mapping[str, str]
MOST, MOST_TASKS = 10, 120  # lanes drawn; of tasks, among which a reader can choose
ROW, BAR, HELD, AXIS = 24, 12, 3, 16  # pixels
KINDS = ("waiting", "ready", "running", "held")  # of bars: what comes later lies above
NEAR = 12  # percent of the width: two numbers below an axis are not nearer, on a phone too
TEMPLATE = Path(__file__).parent / "templates/lanes.html"
GATHERS = (Contents, Future, Gap)  # events by which tasks come to belong together
DRAWN = {"new": "ready", "ready": "ready", "running": "running", "waiting": "waiting"}


@dataclass
class Lane:
    """``label`` of a task, or empty; ``name`` of its coroutine; ``states`` at each moment, None
    where there is nothing to draw; ``held``: of steps that kept others waiting the first moment and
    how many; ``group``: the label of the group that the task belongs to, or empty."""

    label: str
    name: str
    states: list[str | None]
    held: list[tuple[int, int]] = field(default_factory=list)
    group: str = ""

    def bars(self) -> Iterator[tuple[str, int, int]]:
        """State, first moment, moments."""
        at = 0
        for state, same in itertools.groupby(self.states):
            count = len(list(same))
            if state:
                yield state, at, count
            at += count
        for first, count in self.held:
            yield "held", first, count


def lanes(events: tuple[Event, ...], told: list[Moment]) -> list[Lane]:
    """The lanes of a recording, in the order in which their tasks were made."""
    of_tasks: dict[str, Lane] = {}
    of_frames: dict[int, Lane] = {}
    frames_too = not tasks(events)
    state, read, began, gathered = State(), 0, 0, dict[str, str]()
    for number, moment in enumerate(told):
        for event in events[read : moment.end]:
            state.apply(event)
            if isinstance(event, GATHERS):
                gathered.update(groups(state))
            began = number if isinstance(event, Run) else began
            if isinstance(event, End) and (lane := of_tasks.get(held_by(state, event))):
                lane.held.append((began, max(number - began, 1)))
        read = moment.end
        for label, task in state.tasks.items():
            if not task.cleans:
                if label not in of_tasks:
                    of_tasks[label] = Lane(label, task.coroutine, [None] * len(told))
                of_tasks[label].states[number] = DRAWN.get(task.state)
        under_way = {n for stack in state.stack.values() for n in stack}
        for frame_number, frame in state.frames.items() if frames_too else ():
            if frame.kind in SUSPENDABLE:
                if frame_number not in of_frames:
                    of_frames[frame_number] = Lane("", frame.name, [None] * len(told))
                lane = of_frames[frame_number]
                lane.states[number] = "running" if frame_number in under_way else "waiting"
    for label in of_tasks.keys() & gathered.keys():
        of_tasks[label].group = gathered[label]
    return list((of_tasks or of_frames).values())


def tasks(events: Sequence[Event]) -> int:
    """How many tasks of the program's a recording tells of: if there are any, they have lanes."""
    return sum(isinstance(x, Task) and not cleans_up(x) for x in events)


def held_by(state: State, end: End) -> str:
    """The task whose step, which has just ended, kept others waiting; empty, if none did."""
    held = state.of(end.handle).held
    return (held.job.task or "") if held else ""


def groups(state: State) -> dict[str, str]:
    """The label of the gather or task group to which tasks belong now, by their labels."""
    gathers = {label: future.gathers for label, future in state.futures.items()}
    held = {label: thing.contents.get("tasks", []) for label, thing in state.shared.items()}
    return {task: label for label, tasks in (gathers | held).items() for task in tasks}


Row = TypeVar("Row")


def drawn_of(rows: Sequence[Row], both: bool, most: int = MOST) -> Sequence[Row]:
    """The rows that are drawn: of many the first; of ``both`` ends as many, where the middle of a
    recording is not kept."""
    if both and len(rows) > most:
        return [*rows[: most // 2], *rows[-(most // 2) :]]
    return rows[:most]


class Mark(NamedTuple):
    """A place on an axis, in its parts, and what is written below it."""

    at: float
    text: str


class Drawn(NamedTuple):
    """A lane to be drawn: whose it is, its bars (state, where each begins and how long it is, in
    parts of the axis), and the group it belongs to."""

    label: str
    name: str
    bars: Sequence[tuple[str, int, int]]
    group: str = ""


@dataclass(frozen=True)
class Drawing:
    """Lanes on an axis of so many ``parts``; ``mark``: the class of the lines at its ``marks``."""

    rows: Sequence[Drawn]
    parts: int
    mark: str
    marks: Sequence[Mark]

    def for_script(self) -> dict[str, Any]:
        """The bars and the marks as the player's script draws them, on another axis than that of
        the page: of each bar the number of its kind, its begin and its length."""
        rows = [[(KINDS.index(kind), at, n) for kind, at, n in row.bars] for row in self.rows]
        return {
            "bars": [[number for bar in sorted(row) for number in bar] for row in rows],
            "marks": [[percent(mark.at, self.parts), mark.text] for mark in self.marks],
        }


def by_moments(found: Sequence[Lane], told: Sequence[Moment], most: int = MOST) -> Drawing:
    """Lanes on an axis of moments, with the number of each turn of the loop where it begins."""
    both = any(moment.key == "gap" for moment in told)
    rows = [Drawn(x.label, x.name, list(x.bars()), x.group) for x in drawn_of(found, both, most)]
    turns = [
        Mark(at, str(moment.parts[0][1]["number"]))
        for at, moment in enumerate(told)
        if moment.key.startswith("turn")
    ]
    return Drawing(rows, len(told), "turn", list(_apart(turns, len(told))))


def _apart(marks: Sequence[Mark], parts: int) -> Iterator[Mark]:
    """The marks, with what is written below them where there is room for it."""
    last = -math.inf
    for at, text in marks:
        room = (at - last) * 100 >= NEAR * parts
        last = at if room else last
        yield Mark(at, text if room else "")


class Bar(NamedTuple):
    """A bar of a lane: ``x`` and ``width`` in percent of the drawing's width, ``y`` and ``height``
    in pixels."""

    state: str
    x: str
    y: int
    width: str
    height: int = BAR


def drawn(
    drawing: Drawing, title: str, prefix: str, words: Words, legend: Sequence[tuple[str, str]] = ()
) -> Markup:
    """Names and bars as HTML with SVG, its ids beginning with ``prefix``; ``title``: what who
    listens hears of it. Nothing when there is nothing to draw."""
    if not drawing.rows:
        return Markup("")
    return filled(
        TEMPLATE,
        names=[(_name(row), _group(row, words)) for row in drawing.rows],
        height=ROW * len(drawing.rows),
        axis=AXIS if any(mark.text for mark in drawing.marks) else 0,
        title=title,
        hatch=f"{prefix}-hatch",
        mark=drawing.mark,
        marks=[(percent(at, drawing.parts), text) for at, text in drawing.marks],
        bars=[bar for n, row in enumerate(drawing.rows) for bar in _bars(n, row, drawing.parts)],
        legend=legend,
    )


def _name(row: Drawn) -> Markup:
    label = telling.label(row.label) + " " if row.label else Markup("")
    return label + f"{plain(row.name)}()"


def _group(row: Drawn, words: Words) -> Markup:
    if not row.group:
        return Markup("")
    key = "panel_gathered" if row.group.startswith("f") else "panel_belongs"
    return telling.phrase(key, {"labels": [row.group]}, words)


def _bars(number: int, row: Drawn, parts: int) -> Iterator[Bar]:
    y = number * ROW + (ROW - BAR) // 2
    for state, first, length in sorted(row.bars, key=lambda bar: KINDS.index(bar[0])):
        x, width = percent(first, parts), percent(length, parts)
        if state == "held":
            yield Bar(state, x, y + BAR + 1, width, HELD)
        else:
            yield Bar(state, x, y, width)


def percent(at: float, of: int) -> str:
    """A place on an axis, or a part of it."""
    return f"{at * 100 / of:.2f}".rstrip("0").rstrip(".")


def legend(drawing: Drawing, words: Words) -> list[tuple[str, str]]:
    """The looks that are in the drawing, each with its word."""
    tasks = any(row.label for row in drawing.rows)
    waiting = "player_lane_waiting" if tasks else "panel_state_suspended"
    known = {
        "ready": "panel_state_ready",
        "running": "panel_state_running",
        "waiting": waiting,
        "held": "player_lane_held",
    }
    kinds = {kind for row in drawing.rows for kind, _, _ in row.bars}
    found = [(kind, words[word]) for kind, word in known.items() if kind in kinds]
    return [*found, ("turn", words["player_lane_turn"])] if drawing.marks else found
