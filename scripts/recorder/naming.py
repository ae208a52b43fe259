"""Pointing at a moment: what a line of ``runs.toml`` selects, and which line selects it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .alike import Moment
from .events import KINDS, NAMES, Event
from .own import BUILTINS
from .text import sentence

__builtins__ = BUILTINS

# By which of its events a moment is pointed at: what an author would name first.
TELLING = (
    "waits done gone cancel task timer_out timer cancelled set yield resume throw awaits output"
    " turn stop close return unwind frame made never_awaited skip stuck fold gap lost cut future"
    " added removed escaped clock shared loop start woke thread file named ready run end handle"
    " line variables omitted uncancel contents unbegun failed stop_asked driven midway through"
    " first_step raised watches"
).split()
# What is said of an event beside its kind. Other fields are words, addresses, numbers that are
# counted, or lines: another in the other language, or after the next change.
BEFORE = ("task", "number", "name")  # said even where the kind alone would do
NAMED_BY_THE_PROGRAM = ("frame", "made", "never_awaited")  # other names are of classes, or counted
FIELDS = ("source", "future", "stream", "how")
LONGEST_CODE = 40


def like(
    events: Iterable[Event], fields: Mapping[str, Any], lines: Collection[int] | None = None
) -> Iterator[int]:
    """The indexes of the events that are like ``fields`` (``event`` is the kind), and on one of
    these lines, if any are given."""
    kind = KINDS[str(fields["event"])]
    told = {key: value for key, value in fields.items() if key != "event"}
    for index, event in enumerate(events):
        here = lines is None or getattr(event, "line", None) in lines
        if here and type(event) is kind and all(getattr(event, k) == v for k, v in told.items()):
            yield index


def moment_of(told: Sequence[Moment], index: int) -> int:
    """The number, from 1, of the moment in which the event with this index is told."""
    return next(number for number, moment in enumerate(told, 1) if index < moment.end)


def lines(events: Sequence[Event], told: Sequence[Moment], source: str) -> Iterator[str]:
    """For each moment a line of TOML that names it, with a comment that says what happens there."""
    used: dict[str, int] = {}
    begin = 0
    for moment in told:
        index = min(range(begin, moment.end), key=lambda i: _rank(events[i], moment.key))
        name = moment.key.replace("_", "-")
        used[name] = used.get(name, 0) + 1
        number = f"-{used[name]}" if used[name] > 1 else ""
        said = sentence(events[index])
        at = f"line {moment.line}: "
        at = at if moment.line and f"line {moment.line}" not in said else ""
        place = ", ".join(f"{key} = {value}" for key, value in _place(events, index, source))
        yield f"{name}{number} = {{ {place} }}  # {at}{said}"
        begin = moment.end


def _rank(event: Event, key: str) -> tuple[bool, int]:
    kind = NAMES[type(event)]
    return kind != key, TELLING.index(kind)


def _place(events: Sequence[Event], index: int, source: str) -> Iterator[tuple[str, str]]:
    """Keys and values, as TOML has them, that select the event with this index."""
    event = events[index]
    kind: dict[str, Any] = {"event": NAMES[type(event)]}
    given = {key: getattr(event, key, None) for key in BEFORE + FIELDS}
    if kind["event"] not in NAMED_BY_THE_PROGRAM:
        del given["name"]
    ways = [kind | {key: value} for key, value in given.items() if isinstance(value, str | int)]
    ways.insert(sum(way.keys() <= {"event", *BEFORE} for way in ways), kind)
    found = [(list(like(events, fields)).index(index) + 1, fields) for fields in ways]
    nth, fields = min(found, key=lambda each: each[0])
    code = _code(events, index, kind, source) if nth > 1 else ""
    told = kind | {"code": code} if code else fields | ({"nth": nth} if nth > 1 else {})
    return ((key, json.dumps(value, ensure_ascii=False)) for key, value in told.items())


def _code(events: Sequence[Event], index: int, kind: Mapping[str, str], source: str) -> str:
    """The code of the line of an event, if it is short, without words, and selects the event."""
    number, every = getattr(events[index], "line", None), source.splitlines()
    code = every[number - 1].strip() if number and number <= len(every) else ""
    if not code or len(code) > LONGEST_CODE or "'" in code or '"' in code or "#" in code:
        return ""
    here = [n for n, line in enumerate(every, 1) if code in line]
    return code if next(like(events, kind, here), None) == index else ""
