"""The recording of a run: is it true of the real loop, and the same in every language?"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from recorder.events import (
    Added,
    Cancel,
    Cut,
    End,
    Event,
    Fold,
    Gap,
    Gone,
    Removed,
    Run,
    Snapshot,
    Turn,
    from_list,
)
from recorder.moments import moments
from recorder.replay import mismatches
from recorder.tellable import tellable

# What may differ between two recordings of the same program in other words, and between two runs.
VOLATILE = {"at", "when", "timeout", "text", "value", "changed", "args"}
# Callbacks that `asyncio.wait` and `as_completed` hang on each of a set of tasks, whose order is
# that of addresses (asyncio/tasks.py; the second name from Python 3.13 on).
OF_A_SET = ("_on_completion", "_handle_completion")


@dataclass(frozen=True)
class Recording:
    """What the recorder told. ``events``: without the snapshots of the real loop, which have
    served when ``mismatches`` were found: what a replay of the events gives, and really was not
    so. ``lost``: events that faults of the recorder have cost; then ``events`` are those that can
    be told of without them."""

    events: tuple[Event, ...]
    lost: int
    mismatches: tuple[str, ...]

    @classmethod
    def of(cls, document: dict[str, Any]) -> Recording:
        """From the recorder's JSON. Raises KeyError or TypeError for what is none."""
        events = [from_list(item) for item in document["events"]]
        told: list[Event] = [event for event in events if not isinstance(event, Snapshot)]
        lost = int(document["lost"])
        wrong = tuple(itertools.islice(mismatches(events), 3))
        return cls(tuple(tellable(told) if lost else told), lost, wrong)

    def faults(self, turns: int | None) -> Iterator[str]:
        """Where the recording is not true of the run, whose loops made so many turns (None where
        nobody counted)."""
        for wrong in self.mismatches:
            yield f"expected the recording to give the real loop's state, but {wrong}"
        if self.lost:
            yield f"expected a whole recording, but faults of the recorder cost {self.lost} events"
        if any(isinstance(event, Cut) and event.why == "own" for event in self.events):
            yield "expected asyncio's own loop, but the program runs it in a way of its own"
        if None not in (turns, self.turns) and turns != self.turns:
            yield f"expected the recording to tell all {turns} turns, but it tells {self.turns}"

    @property
    def turns(self) -> int | None:
        """How many turns its loops made, folded ones too; None where some are not
        kept."""
        if any(isinstance(event, Cut | Gap) for event in self.events):
            return None
        folded = sum(event.turns for event in self.events if isinstance(event, Fold))
        return folded + sum(isinstance(event, Turn) for event in self.events)

    @property
    def spins(self) -> bool:
        """Whether turns of its loop were so much alike that they are told as a single moment."""
        return any(moment.key == "fold" for moment in moments(self.events))

    @functools.cached_property
    def shapes(self) -> tuple[str, ...]:
        """What has to be the same in two recordings of a program, for `difference`."""
        return tuple(_shapes(self))

    @property
    def is_whole(self) -> bool:
        """Whether every event is there, none folded, left out or cut off."""
        return not any(isinstance(event, Fold | Gap | Cut) for event in self.events)


def difference(one: Recording, other: Recording) -> str | None:
    """The first event that is not the same in two recordings, clock, texts and values apart. Of
    recordings that are not whole nothing is said: where they were folded is a matter of time.

    Where tasks of a set are cancelled, the first is a matter of chance, and so is whether the
    garbage collector closes a coroutine before or after it tells of its task. From there on both
    have to tell the same events, in whatever order."""
    if not (one.is_whole and other.is_whole):
        return None
    pairs = itertools.zip_longest(one.shapes, other.shapes, fillvalue="nothing more")
    return next((f"{a} there is {b}" for a, b in pairs if a != b), None)


def _shapes(recording: Recording) -> Iterator[str]:
    chance = _by_chance(recording.events)
    for of_a_set, events in itertools.groupby(recording.events[:chance], key=_of_a_set):
        shapes = [_shape(event, VOLATILE) for event in events]
        yield from sorted(shapes) if of_a_set else shapes
    # Jobs are numbered in the order in which they come up.
    yield from sorted(_shape(event, {*VOLATILE, "handle"}) for event in recording.events[chance:])


def _of_a_set(event: Event) -> tuple[type[Any], str] | None:
    """What events have in common that came one after the other, in the order of a set."""
    if isinstance(event, Added | Removed) and event.name.endswith(OF_A_SET):
        return type(event), event.name
    return None


def _shape(event: Event, without: set[str]) -> str:
    fields = zip(event._fields, event, strict=True)
    said = ", ".join(f"{key}={value!r}" for key, value in fields if key not in without)
    return f"{type(event).__name__}({said})"


def _by_chance(events: tuple[Event, ...]) -> int:
    """Where `asyncio.run`, or a task group, begins to cancel several tasks, or a task is collected.
    Both keep tasks in sets, whose order is that of addresses (asyncio/runners.py,
    asyncio/taskgroups.py); the collector was seen to take one order or the other."""
    first = None
    for number, event in enumerate(events):
        if isinstance(event, Gone):
            return number
        if isinstance(event, Cancel) and (event.via or not event.line):
            if first is not None:
                return first
            first = number
        elif isinstance(event, Run | End | Turn):
            first = None
    return len(events)
