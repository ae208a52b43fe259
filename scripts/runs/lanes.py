"""Lanes of a recorded run: what each task did at each moment, drawn as SVG while the site is built.

Bars are placed in percent of the width, one moment as wide as the other: what is long in a run is
waiting, and a scale of seconds would show nothing else. A program without tasks has a lane for
each of its coroutines and generators.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from recorder.events import Event
from recorder.moments import CLEANERS, SUSPENDABLE, Moment
from recorder.state import State

from . import telling

Words = Mapping[str, str]
MOST = 10  # lanes drawn
ROW, BAR = 22, 12  # pixels
HATCH = (
    '<defs><pattern id="{id}" class="hatch" width="5" height="5" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><path d="M0 0V5"/></pattern></defs>'
)
DRAWN = {"new": "ready", "ready": "ready", "running": "running", "waiting": "waiting"}


@dataclass
class Lane:
    """``label`` of a task, or empty; ``name`` of its coroutine; ``states`` at each moment, None
    where there is nothing to draw."""

    label: str
    name: str
    states: list[str | None]

    def bars(self) -> Iterator[tuple[int, int, str]]:
        """First moment, moments, state."""
        at = 0
        for state, same in itertools.groupby(self.states):
            count = len(list(same))
            if state:
                yield at, count, state
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


def drawn(found: list[Lane], begins: list[int], title: str, words: Words, prefix: str) -> str:
    """Names and bars as HTML with SVG, its ids beginning with ``prefix``, with a line where each of
    the `turns` ``begins``; nothing when there is nothing to draw."""
    shown = found[:MOST]
    if not shown:
        return ""
    names = "".join(f"<li>{_name(lane)}</li>" for lane in shown)
    count = len(shown[0].states)
    bars = "".join(
        _bar(row, first, length, state, count, f"{prefix}-hatch")
        for row, lane in enumerate(shown)
        for first, length, state in lane.bars()
    )
    height = ROW * len(shown)
    lines = "".join(
        f'<line class="turn" x1="{x:.2f}%" x2="{x:.2f}%" y2="{height}"/>'
        for x in (at * 100 / count for at in begins)
    )
    legend = "".join(
        f'<span class="lane-key {state}">{words[word]}</span>'
        for state, word in (
            ("ready", "player_state_ready"),
            ("running", "player_state_running"),
            ("waiting", "player_lane_waiting" if shown[0].label else "player_state_suspended"),
        )
        if any(state in lane.states for lane in shown)
    )
    if begins:
        legend += f'<span class="lane-key turn">{words["player_lane_turn"]}</span>'
    return (
        f'<div class="lanes"><ul class="lane-names">{names}</ul>'
        f'<svg width="100%" height="{height}" role="img" aria-label="{html.escape(title)}">'
        f"{HATCH.format(id=f'{prefix}-hatch')}{lines}{bars}</svg></div>"
        f'<p class="lane-keys" aria-hidden="true">{legend}</p>'
    )


def _name(lane: Lane) -> str:
    label = telling.label(lane.label) + " " if lane.label else ""
    return f"{label}{html.escape(lane.name)}()"


def _bar(row: int, first: int, length: int, state: str, count: int, hatch: str) -> str:
    x, width = first * 100 / count, length * 100 / count
    y = row * ROW + (ROW - BAR) // 2
    bar = f'<rect class="{state}" x="{x:.2f}%" y="{y}" width="{width:.2f}%" height="{BAR}"/>'
    if state == "waiting":  # hatched: a second bar of the pattern above the plain one
        bar += bar.replace('class="waiting"', f'fill="url(#{hatch})"')
    return bar
