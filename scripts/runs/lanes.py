"""Lanes of a recorded run: what each task did at each moment, drawn as SVG while the site is built.

Bars are placed in percent of the width, one moment as wide as the other: what is long in a run is
waiting, and a scale of seconds would show nothing else. A program without tasks has a lane for
each of its coroutines and generators.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from recorder.events import Event
from recorder.moments import CLEANERS, SUSPENDABLE, Moment
from recorder.panel import plain
from recorder.state import State

from . import telling
from .templating import filled

Words = Mapping[str, str]
MOST = 10  # lanes drawn
ROW, BAR = 22, 12  # pixels
TEMPLATE = Path(__file__).parent / "templates/lanes.html"
DRAWN = {"new": "ready", "ready": "ready", "running": "running", "waiting": "waiting"}


@dataclass
class Lane:
    """``label`` of a task, or empty; ``name`` of its coroutine; ``states`` at each moment, None
    where there is nothing to draw."""

    label: str
    name: str
    states: list[str | None]

    def bars(self) -> Iterator[tuple[str, int, int]]:
        """State, first moment, moments."""
        at = 0
        for state, same in itertools.groupby(self.states):
            count = len(list(same))
            if state:
                yield state, at, count
            at += count


def lanes(events: tuple[Event, ...], told: list[Moment]) -> list[Lane]:
    """The lanes of a recording, in the order in which their tasks were made."""
    of_tasks: dict[str, Lane] = {}
    of_frames: dict[str, Lane] = {}
    state, read = State(), 0
    for number, moment in enumerate(told):
        for event in events[read : moment.end]:
            state.apply(event)
        read = moment.end
        for label, task in state.tasks.items():
            if not task.coroutine.startswith(CLEANERS):
                lane = of_tasks.setdefault(label, Lane(label, task.coroutine, [None] * len(told)))
                lane.states[number] = DRAWN.get(task.state)
        under_way = {n for stack in state.stack.values() for n in stack}
        for frame_number, frame in state.frames.items():
            if frame.kind in SUSPENDABLE:
                name = f"frame {frame_number}"
                lane = of_frames.setdefault(name, Lane("", frame.name, [None] * len(told)))
                lane.states[number] = "running" if frame_number in under_way else "waiting"
    return list((of_tasks or of_frames).values())


def turns(told: list[Moment]) -> list[int]:
    """The moments, from 0, at which a turn of the loop begins."""
    return [number for number, moment in enumerate(told) if moment.key.startswith("turn")]


class Drawn(NamedTuple):
    """A lane to be drawn: whose it is, and its bars: state, where each begins and how long it is,
    in parts of the axis."""

    label: str
    name: str
    bars: Sequence[tuple[str, int, int]]


class Bar(NamedTuple):
    """A bar of a lane: ``x`` and ``width`` in percent of the drawing's width, ``y`` and ``height``
    in pixels."""

    state: str
    x: str
    y: int
    width: str
    height: int = BAR


def drawn(found: list[Lane], begins: list[int], title: str, words: Words, prefix: str) -> Markup:
    """Names and bars as HTML with SVG, its ids beginning with ``prefix``, with a line where each of
    the `turns` ``begins``; nothing when there is nothing to draw."""
    shown = found[:MOST]
    if not shown:
        return Markup("")
    rows = [Drawn(lane.label, lane.name, list(lane.bars())) for lane in shown]
    count = len(shown[0].states)
    marks = [percent(at, count) for at in begins]
    return drawing(rows, count, "turn", marks, title, prefix, _legend(shown, bool(begins), words))


def drawing(
    rows: Sequence[Drawn],
    parts: int,
    mark: str,
    marks: Sequence[str],
    title: str,
    prefix: str,
    legend: Sequence[tuple[str, str]] = (),
) -> Markup:
    """Lanes on an axis of so many ``parts``, with a line of the class ``mark`` at each of the
    ``marks``, in percent; ``title``: what who listens hears of it."""
    return filled(
        TEMPLATE,
        names=[_name(row) for row in rows],
        height=ROW * len(rows),
        title=title,
        hatch=f"{prefix}-hatch",
        mark=mark,
        marks=marks,
        bars=[bar for number, row in enumerate(rows) for bar in _bars(number, row, parts)],
        legend=legend,
    )


def _name(row: Drawn) -> Markup:
    label = telling.label(row.label) + " " if row.label else Markup("")
    return label + f"{plain(row.name)}()"


def _bars(number: int, row: Drawn, parts: int) -> Iterator[Bar]:
    y = number * ROW + (ROW - BAR) // 2
    for state, first, length in row.bars:
        yield Bar(state, percent(first, parts), y, percent(length, parts))


def percent(at: int, of: int) -> str:
    """A place on an axis, or a part of it."""
    return f"{at * 100 / of:.2f}"


def _legend(shown: list[Lane], turns: bool, words: Words) -> list[tuple[str, str]]:
    """The looks that are in the drawing, each with its word."""
    waiting = "player_lane_waiting" if shown[0].label else "panel_state_suspended"
    known = ("ready", "panel_state_ready"), ("running", "panel_state_running")
    legend = [
        (state, words[word])
        for state, word in (*known, ("waiting", waiting))
        if any(state in lane.states for lane in shown)
    ]
    return [*legend, ("turn", words["player_lane_turn"])] if turns else legend
