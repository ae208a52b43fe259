"""A moment, and which moments are alike: the equal turns of a loop that spins are told as one.

Rule 1: pure, as `moments`.
Rule 2: turns are alike whose moments say the same of the same functions on the same lines, whatever
the times, the values and the labels. Those in which something is printed are told one by one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import events as e
from .events import Event
from .own import BUILTINS

__builtins__ = BUILTINS

Fields = dict[str, Any]
Part = tuple[str, Fields]
Kind = tuple[str, int | None, tuple[str, ...]]
SPIN = 4  # equal turns, one after the other
NAMES = ("", "name", "caller", "coroutine", "by", "call", "callback")  # in which they are equal


@dataclass
class Moment:
    """``parts``: what is said, one sentence each: a key and its fields. ``end``: the number of
    events up to and with its last one. ``level``: "turn" for what a turn of the loop begins or
    ends with, else "moment". ``line``: of the program, if it has to do with one, as
    events have it."""

    parts: list[Part]
    end: int
    level: str = "moment"
    line: int | None = None

    @property
    def key(self) -> str:
        """Of the first sentence."""
        return self.parts[0][0]

    @property
    def kind(self) -> Kind:
        """What it says happened, and where, without what differs from one time to the next: times,
        values and labels."""
        return self.key, self.line, tuple(_names(self.parts))


def _names(said: Any, field: str = "") -> Iterator[str]:
    """The keys and the names of functions in what is said."""
    if isinstance(said, dict):
        for name, value in said.items():
            yield from _names(value, name)
    elif isinstance(said, list | tuple):
        for each in said:
            yield from _names(each, field)
    elif field in NAMES:
        yield str(said).partition("(")[0]


def gather_spin(told: list[Moment], events: Sequence[Event]) -> None:
    """Make one moment of the equal turns of a loop that spins, in what was ``told`` of these
    events, folded by the recorder or not: it needs some to see that they are equal, and keeps the
    last ones to go on from. The first and the last one are left to look at."""
    turns = [n for n, moment in enumerate(told) if moment.key in ("turn", "fold")]
    bounds = list(itertools.pairwise([*turns, len(told)]))
    for like, group in itertools.groupby(bounds, key=_kind_of_turn(told)):
        alike = list(group)
        if len(alike) >= SPIN and all(key != "prints" for key, _, _ in like):
            first, last = alike[1][0], alike[-1][0]
            told[first:last] = [_gathered(events, told[first - 1].end, told[last - 1].end)]
            return


def _kind_of_turn(told: list[Moment]) -> Callable[[tuple[int, int]], tuple[Kind, ...]]:
    """What is the same for turns that are alike; a fold is like the turn before it."""
    latest: tuple[Kind, ...] = ()

    def kind(bounds: tuple[int, int]) -> tuple[Kind, ...]:
        nonlocal latest
        kinds = tuple(moment.kind for moment in told[slice(*bounds)])
        latest = latest if kinds[0][0] == "fold" else kinds
        return latest

    return kind


def _gathered(events: Sequence[Event], begin: int, end: int) -> Moment:
    """One moment for the turns of these events."""
    some = events[begin:end]
    turns = sum(isinstance(x, e.Turn) for x in some)
    turns += sum(x.turns for x in some if isinstance(x, e.Fold))
    said = {"turns": turns, "time": some[-1].at - some[0].at}
    return Moment([("fold", said)], end, "turn")
