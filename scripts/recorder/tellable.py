"""A recording in which events were lost: how far it can be told.

Rule 1: what is not known is not told. Where an event speaks of what no event before it has told of,
the recording ends, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import events as e
from .events import Event
from .moments import moments, untold
from .own import BUILTINS
from .panel import panel
from .state import State

__builtins__ = BUILTINS


def tellable(recorded: Sequence[Event]) -> list[Event]:
    """Of a recording (without snapshots) the events that can be told of and shown."""
    known, end = list(recorded), _end(recorded)
    while end is not None:
        known = known[: min(end, len(known) - 1)]
        cut = e.Cut(known[-1].at if known else 0, "lost")
        end = _end([*known, cut])
        if end is None:
            known.append(cut)
    return known


def _end(recorded: Sequence[Event]) -> int | None:
    """The number of the first event that cannot be told of or shown, None where there is none."""
    if (end := untold(recorded)) is not None:
        return end
    state, read = State(), 0
    for moment in moments(recorded):
        try:
            for event in recorded[read : moment.end]:
                state.apply(event)
            panel(state)
        except Exception:  # what is drawn is not there
            return read
        read = moment.end
    return None
