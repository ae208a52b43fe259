"""Replay a recording: the state after each event, before each job, and whether it was really so.

Rule 1: what a panel shows was so. Before each job, and before the selector is asked, the process
itself was looked at (`events.Snapshot`, in a recording made to check this), and `mismatches` tells
wherever the state that a replay gives is another one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from . import events as e
from .events import Event
from .own import BUILTINS
from .state import FutureState, State, TaskState
from .words import roughly

__builtins__ = BUILTINS


def states(recorded: Iterable[Event]) -> Iterator[tuple[Event, State]]:
    """Each event with the state after it. The states are copies, and so may be kept."""
    state = State()
    for event in recorded:
        state.apply(event)
        yield event, copy.deepcopy(state)


def before_jobs(recorded: Iterable[Event]) -> Iterator[tuple[e.Run, State]]:
    """Each job that runs, with the state before it."""
    state = State()
    for event in recorded:
        if isinstance(event, e.Run):
            yield event, copy.deepcopy(state)
        state.apply(event)


def mismatches(recorded: Iterable[Event]) -> Iterator[str]:
    """What the state is and what the process was, wherever these differ."""
    state = State()
    for event in recorded:
        try:
            if isinstance(event, e.Snapshot):
                yield from differences(state, event)
            state.apply(event)
        except (KeyError, IndexError, ValueError) as error:
            yield f"{event} cannot be: {error!r}"
            return


def differences(state: State, real: e.Snapshot) -> Iterator[str]:
    """What differs between a state and the process."""
    loop = state.loops[real.loop]
    half = len(real.timers) // 2
    due = dict(zip(real.timers[:half], real.timers[half:], strict=True))
    yield from _told("the ready queue", loop.ready, real.ready)
    yield from _told("timers", loop.timers, due)
    for label, was in real.tasks.items():
        yield from _told(f"task {label}", _task(state.tasks[label], was), was)
    for label, was in real.futures.items():
        yield from _told(f"future {label}", _future(state.futures[label]), was)
    for number, was in real.frames.items():
        if state.lost and number not in state.frames:  # that it ended was told, and was not so
            continue
        frame = state.frames[number]
        replayed = [frame.line if was[0] else None, frame.variables, frame.within]
        yield from _told(f"frame {number} ({frame.name})", replayed, was)

    for label, within in real.shared.items():
        known = {name: it for name, it in state.shared[label].contents.items() if name != "holder"}
        yield from _told(f"{state.shared[label].kind} {label}", known, within)


def _told(what: str, replayed: object, was: object) -> Iterator[str]:
    if replayed != was:
        yield f"{what}: told {replayed}, really {was}"


def _task(task: TaskState, was: list[Any]) -> list[Any]:
    """As a snapshot has it. What ran by hand before there was the task is no chain yet, and of a
    long one only both ends are told."""
    done = task.state if task.state in ("result", "exception", "cancelled") else None
    chain = [number for _, _, number in task.chain if number is not None]
    if not task.begun or any(name == "…" for name, _, _ in task.chain):
        chain = was[3]
    return [done, task.waits, task.cancelling, chain]


def _future(future: FutureState) -> list[Any]:
    done = None if future.state == "pending" else future.state
    return [done, roughly(future.value), sorted(future.callbacks)]
