"""What a run must do when that is not "exit 0 in time, with nothing on stderr".

``snippets/runs.toml`` has one table a program, named like the program and shared by all languages.
What is declared there is not allowed but *required*: a run that is declared to raise and does not
is as wrong as one that raises undeclared.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from recorder.events import KINDS

from .programs import nearest

TIME_LIMIT = 15.0
MOMENT_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KINDS_THAT_VARY = ("count", "turns")


@dataclass(frozen=True)
class Value:
    """A named value of the output: a line of stdout (1-based, negative from the end), or the
    ``number``-th number in it (1-based)."""

    line: int
    number: int | None = None

    def __str__(self) -> str:
        whole = f"line {self.line} of stdout"
        return f"number {self.number} of {whole}" if self.number else whole


@dataclass(frozen=True)
class Named:
    """A moment of the recorded run that pages point to: the ``nth`` event that is like ``fields``
    (``event`` is its kind, the others as in `recorder.events`; ``code`` is a piece of the only
    line on which it happens, for its number differs when a program changes)."""

    fields: Mapping[str, str | int | bool]
    nth: int = 1
    code: str | None = None

    def __str__(self) -> str:
        told = {**self.fields, **({"code": self.code} if self.code else {})}
        return f"number {self.nth} of " + ", ".join(f"{k} = {v!r}" for k, v in told.items())


@dataclass(frozen=True)
class Contract:
    """What is required of a run. Times are seconds.

    ``warns``: fragments of the warnings and asyncio log messages on stderr, in order; no others.
    ``raises``: fragment of the last line of the traceback that ends it. ``exits``: the status it
    gives to ``sys.exit``. ``stops_after``: it must still be running then, and is stopped.
    ``transcript``: fed line by line to an interactive console. ``busy``: measures what a core does,
    so no more of these run at once than there are cores, and last. ``timely``: hangs on being in
    time, so it runs last as well. ``background``: spins without measuring, so it leaves the cores
    to others.
    ``needs``: oldest Python. ``varies``: what may differ between runs beyond addresses, clock times
    and durations: numbers of these kinds, or how many "turns" a loop makes that spins, has a
    thread beside it or many timers that are nearly due together.
    ``words``: visible strings that flow through variables. ``values``: named places of the output.
    ``recorded``: whether the second run is recorded; false for what measures so little that
    recording would be most of it. ``moments``: named ones; ``opens``: the one at which the player
    opens; ``spins``: the value that says how often the plain run did what the recording folds.
    """

    warns: tuple[str, ...] = ()
    raises: str | None = None
    exits: int | None = None
    stops_after: float | None = None
    transcript: bool = False
    busy: bool = False
    timely: bool = False
    background: bool = False
    needs: tuple[int, int] = (3, 11)
    varies: tuple[str, ...] = ()
    time_limit: float = TIME_LIMIT
    words: tuple[Mapping[str, str], ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    recorded: bool = True
    moments: Mapping[str, Named] = field(default_factory=dict)
    opens: str | None = None
    spins: str | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether its second run is recorded."""
        return self.recorded and not self.transcript

    @property
    def is_late(self) -> bool:
        """Whether it should run when the crowd is gone."""
        return self.busy or self.timely

    @property
    def runs_here(self) -> bool:
        """Whether this interpreter is new enough."""
        return sys.version_info[:2] >= self.needs


class BadContracts(ValueError):
    """``runs.toml`` has mistakes; ``faults`` lists them all, each with the table and the key."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load(file: Path, names: Iterable[str]) -> dict[str, Contract]:
    """The contracts of ``file`` by program name; a program without a table has none in the result.

    Raises `BadContracts` for an unknown table, an unknown key or a value of the wrong kind.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except ValueError as error:  # UTF-8 is part of TOML
        raise BadContracts([f"snippets/{file.name}: not valid TOML: {error}"]) from None
    known, faults, contracts = sorted(names), [], {}
    for name, table in tables.items():
        where = f"snippets/{file.name}: [{name!r}]"
        if name not in known:
            faults.append(f"{where}: no language has such a program{nearest(name, known)}")
        elif not isinstance(table, dict):
            faults.append(f"{where}: expected a table, came {table!r}")
        else:
            contracts[name] = _contract(where, table, faults)
    if faults:
        raise BadContracts(faults)
    return contracts


def _contract(where: str, table: dict[str, Any], faults: list[str]) -> Contract:
    keys = [f.name for f in fields(Contract)]
    given: dict[str, Any] = {}
    for key, value in table.items():
        if key not in keys:
            near = nearest(key, keys) or f"; known are {', '.join(keys)}"
            faults.append(f"{where}: unknown key {key!r}{near}")
            continue
        try:
            given[key] = _READ[key](value)
        except (TypeError, ValueError, KeyError, AttributeError):
            faults.append(f"{where}: {key}: expected {_EXPECTED[key]}, came {value!r}")
    for key, named in (("opens", "moments"), ("spins", "values")):
        if key in given and given[key] not in given.get(named, {}):
            known = ", ".join(given.get(named, {})) or "none"
            faults.append(
                f"{where}: {key}: expected one of its {named} ({known}), came {given[key]!r}"
            )
    ends = [key for key in ("raises", "exits", "stops_after") if key in given]
    if len(ends) > 1:
        faults.append(f"{where}: a run ends in one way, not by {' and '.join(ends)}")
    return Contract(**given)


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise TypeError
    return tuple(value)


def _string(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _status(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 255:
        raise TypeError
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not 0 < float(value) <= 120:
        raise ValueError
    return float(value)


def _version(value: str) -> tuple[int, int]:
    major, minor = value.split(".")
    return int(major), int(minor)


def _kinds(value: Any) -> tuple[str, ...]:
    if not set(kinds := _strings(value)) <= set(KINDS_THAT_VARY):
        raise ValueError
    return kinds


def _words(value: Any) -> tuple[Mapping[str, str], ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple({lang: _string(text) for lang, text in pair.items()} for pair in value)


def _values(value: dict[str, dict[str, int]]) -> dict[str, Value]:
    return {name: Value(**place) for name, place in value.items()}


def _moments(value: dict[str, dict[str, Any]]) -> dict[str, Named]:
    return {name: _moment(name, dict(place)) for name, place in value.items()}


def _moment(name: str, place: dict[str, Any]) -> Named:
    nth, code = place.pop("nth", 1), place.pop("code", None)
    kind = KINDS[place["event"]]
    if not MOMENT_NAME.fullmatch(name) or not isinstance(nth, int) or nth < 1:
        raise ValueError
    if place.keys() - {"event", *kind._fields} or not isinstance(code, str | None):
        raise ValueError
    return Named(place, nth, code)


_READ: dict[str, Callable[[Any], Any]] = {
    "warns": _strings,
    "raises": _string,
    "exits": _status,
    "stops_after": _seconds,
    "transcript": _flag,
    "busy": _flag,
    "timely": _flag,
    "background": _flag,
    "needs": _version,
    "varies": _kinds,
    "time_limit": _seconds,
    "words": _words,
    "values": _values,
    "recorded": _flag,
    "moments": _moments,
    "opens": _string,
    "spins": _string,
}
_EXPECTED = {
    "warns": "a list of fragments of warnings",
    "raises": "a fragment of the traceback's last line",
    "exits": "an exit status from 0 to 255",
    "stops_after": "seconds, more than 0 and at most 120",
    "transcript": "true or false",
    "busy": "true or false",
    "timely": "true or false",
    "background": "true or false",
    "needs": 'a Python version such as "3.12"',
    "varies": f"a list out of {', '.join(KINDS_THAT_VARY)}",
    "time_limit": "seconds, more than 0 and at most 120",
    "words": 'a list of pairs such as {pt = "chá", en = "tea"}',
    "values": "named places such as { line = 4, number = 1 }",
    "recorded": "true or false",
    "moments": 'named events such as first-wake = { event = "ready", nth = 4 }, with a kind and'
    " fields of recorder.events",
    "opens": "the name of one of its moments",
    "spins": "the name of one of its values",
}
