"""What a run must do when that is not "exit 0 in time, with nothing on stderr".

``snippets/runs.toml`` has one table a program, named like the program and shared by all languages.
What is declared there is not allowed but *required*: a run that is declared to raise and does not
is as wrong as one that raises undeclared.
"""

from __future__ import annotations

import functools
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import forms, tables, toml_lines

TIME_LIMIT = 15.0


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
    line on which it happens, for its number differs when a program changes). ``shows``: the terms
    of the glossary that one can see there."""

    fields: Mapping[str, str | int | bool]
    nth: int = 1
    code: str | None = None
    shows: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = {**self.fields, **({"code": self.code} if self.code else {})}
        return f"number {self.nth} of " + ", ".join(f"{k} = {v!r}" for k, v in told.items())


@dataclass(frozen=True)
class WhatIf:
    """A program with a change, which its page offers beside it.

    ``change``: pieces of its code, each of which is there once, and what becomes of them: the same
    in every language, or by language. ``label``: what is changed, as the end of a question;
    ``why``: what happens then; both by language, with code between backticks. ``run``: what is
    required of the changed program.
    """

    change: Mapping[str, str | Mapping[str, str]]
    label: Mapping[str, str]
    why: Mapping[str, str]
    run: Contract


@dataclass(frozen=True)
class Contract:
    """What is required of a run. Times are seconds.

    ``warns``: fragments of the warnings and asyncio log messages on stderr, in order; no others.
    ``raises``: fragment of the last line of the traceback that ends it. ``exits``: the status it
    gives to ``sys.exit``. ``stops_after``: it must still be running then, and is stopped;
    on a crowded machine it may not have come far by then, and is tried again.
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
    ``not_in_browser``: what it needs that Python in a browser has not, so it does not run there.
    ``what_if``: its changes, by id.
    ``sure``: false where its table has faults; a run is then not judged by it. ``at``: where
    something of it is declared, file and line, by its keys.
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
    not_in_browser: str | None = None
    what_if: Mapping[str, WhatIf] = field(default_factory=dict, repr=False)  # run by themselves

    sure: bool = True
    at: Callable[..., str] = field(
        default=lambda *_: "snippets/runs.toml", compare=False, repr=False
    )

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
    """``runs.toml`` has mistakes. ``faults``: all of them, each with line, table and key.
    ``contracts``: what could be read; those that are not `Contract.sure` have a fault."""

    def __init__(self, faults: list[str], contracts: dict[str, Contract]) -> None:
        super().__init__("\n".join(faults))
        self.faults, self.contracts = faults, contracts


def load(file: Path, names: Iterable[str]) -> dict[str, Contract]:
    """The contracts of ``file`` by program name; a program without a table has none in the result.

    Raises `BadContracts` for an unknown table, an unknown key or a value of the wrong kind.
    """
    data = file.read_bytes() if file.exists() else b""
    languages = sorted(path.name for path in file.parent.glob("*/")) if data else []
    return dict(_read(file, data, tuple(sorted(names)), tuple(languages)))


@functools.lru_cache(maxsize=4)  # the check and the runs of a build ask for the same
def _read(
    file: Path, data: bytes, names: tuple[str, ...], languages: tuple[str, ...]
) -> dict[str, Contract]:
    where = f"snippets/{file.name}"
    if found := toml_lines.unreadable(data):
        unsure = {name: Contract(sure=False) for name in names}
        raise BadContracts([f"{where}:{found}"], unsure)
    text = data.decode()
    lines = functools.cache(toml_lines.Lines)  # asked for where something is wrong
    faults: list[forms.Fault] = []
    contracts = {}

    def at(*path: str) -> str:
        return f"{where}:{lines(text).of(path)}"

    for name, table in tomllib.loads(text).items():
        wrong = list(tables.read(name, table, names, languages))
        faults += wrong
        if name in names:
            contract = _contract(table, {fault.path[1:2] for fault in wrong})
            contracts[name] = _placed(contract, functools.partial(at, name))
    if faults:
        told = sorted((lines(text).of(fault.path), str(fault)) for fault in faults)
        raise BadContracts([f"{where}:{line}: {said}" for line, said in told], contracts)
    return contracts


def _contract(table: Any, wrong: set[toml_lines.Path]) -> Contract:
    """What a table says, but for its keys that are wrong."""
    given = table if isinstance(table, dict) else {}
    good = {key: value for key, value in given.items() if (key,) not in wrong}
    made = {key: _MAKE.get(key, lambda value: value)(value) for key, value in good.items()}
    return Contract(**made, sure=not wrong)


def _placed(contract: Contract, at: Callable[..., str]) -> Contract:
    """A contract that knows where it is declared; its changes do, and take over what is said of the
    words of the program, and of the Pythons that it needs and that cannot run it."""
    what_if = {
        id: replace(
            each,
            run=replace(
                each.run,
                words=contract.words,
                needs=contract.needs,
                not_in_browser=contract.not_in_browser,
                at=functools.partial(at, "what_if", id),
            ),
        )
        for id, each in contract.what_if.items()
    }
    return replace(contract, at=at, what_if=what_if)


def _what_if(value: dict[str, dict[str, Any]]) -> dict[str, WhatIf]:
    return {
        id: WhatIf(
            **{key: table[key] for key in tables.OF_A_CHANGE},
            run=_contract({k: v for k, v in table.items() if k not in tables.OF_A_CHANGE}, set()),
        )
        for id, table in value.items()
    }


def _version(value: str) -> tuple[int, ...]:
    return tuple(map(int, value.split(".")))


def _values(value: dict[str, dict[str, int]]) -> dict[str, Value]:
    return {name: Value(**place) for name, place in value.items()}


def _moments(value: dict[str, dict[str, Any]]) -> dict[str, Named]:
    return {name: named(place) for name, place in value.items()}


def named(place: Mapping[str, Any]) -> Named:
    """The moment that a table of ``runs.toml`` describes."""
    fields = {key: value for key, value in place.items() if key not in ("nth", "code", "shows")}
    return Named(fields, place.get("nth", 1), place.get("code"), tuple(place.get("shows", ())))


_MAKE: dict[str, Callable[[Any], Any]] = {
    "warns": tuple,
    "stops_after": float,
    "needs": _version,
    "varies": tuple,
    "time_limit": float,
    "words": tuple,
    "values": _values,
    "moments": _moments,
    "what_if": _what_if,
}
