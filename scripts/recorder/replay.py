"""Replay a recording: the state after each event, before each job, and whether it was really so.

Rule 1: before every job the state is that of the real loop: ready queue in order, timers, and what
each task waits for. `mismatches` compares with the snapshots of a recording made to check this.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

from . import events as e
from .events import Event
from .state import State


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
    """What the state before a job is and what the real loop was, wherever these differ."""
    state = State()
    taken: e.Snapshot | None = None
    for event in recorded:
        try:
            if isinstance(event, e.Run) and taken is not None:
                yield from differences(state, taken, event.handle)
                taken = None
            elif isinstance(event, e.Snapshot):
                taken = event
            state.apply(event)
        except (KeyError, IndexError, ValueError) as error:
            yield f"{event} cannot be: {error!r}"
            return


def differences(state: State, real: e.Snapshot, handle: int) -> Iterator[str]:
    """What differs between a state before the job ``handle`` and the real loop."""
    loop = state.loops[real.loop]
    waits = {label: state.tasks[label].waits for label in real.waits if label in state.tasks}
    for what, replayed, was in (
        ("ready", loop.ready, [handle, *real.ready]),
        ("timers", sorted(loop.timers), real.timers),
        ("waits", waits, real.waits),
    ):
        if replayed != was:
            yield f"before job {handle}: {what} is {replayed}, really {was}"
