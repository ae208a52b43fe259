"""What a page asks of programs, checked without running any: names, options, marks, values."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import places, predict
from .contracts import Contract
from .programs import Program, Programs, nearest
from .render import BadOption, Options

FIGURE = re.compile(r'^```python exec="on" run="(?P<name>[^"]*)"(?P<rest>[^\n]*)$', re.M)
VALUES_OF_EVERY_RUN = ("wall", "cpu")
LONGEST, WIDEST = 40, 79  # lines of a program, characters of a line


def faults(
    markdown: str, language: str, programs: Programs, contracts: Mapping[str, Contract]
) -> list[tuple[int, str]]:
    """Each line of ``markdown`` that asks for what is not there, with a sentence about it."""

    def figure(found: re.Match[str]) -> None:
        given = dict(word.split("=", 1) for word in shlex.split(found["rest"]))
        Options.read(given).marked(programs.get(language, found["name"]))

    def value(found: re.Match[str]) -> None:
        _value(programs.get(language, found[1]), contracts, found[2])

    def moment(found: re.Match[str]) -> None:
        program = programs.get(language, found["name"])
        _moment(program, contracts, found["moment"], markdown)

    def line(found: re.Match[str]) -> None:
        places.line_number(programs.get(language, found[1]), found[2])

    def prediction(found: re.Match[str]) -> None:
        asked = predict.parse(found["given"], found["text"])
        program = programs.get(language, asked.run)
        if asked.value:
            _value(program, contracts, asked.value)

    kinds: list[tuple[re.Pattern[str], Callable[[re.Match[str]], None]]] = [
        (FIGURE, figure),
        (places.VALUE, value),
        (places.LINE, line),
        (places.MOMENT, moment),
        (predict.FENCE, prediction),
    ]
    return sorted(told for kind in kinds for told in _told(markdown, *kind))


def _told(
    markdown: str, pattern: re.Pattern[str], check: Callable[[Any], None]
) -> Iterator[tuple[int, str]]:
    for found in pattern.finditer(markdown):
        try:
            check(found)
        except (LookupError, BadOption, ValueError) as error:
            yield markdown.count("\n", 0, found.start()) + 1, str(error)


def _value(program: Program, contracts: Mapping[str, Contract], name: str) -> None:
    known = [*VALUES_OF_EVERY_RUN, *contracts.get(program.name, Contract()).values]
    if name not in known:
        raise LookupError(
            f"{program.name} has no value {name!r}{nearest(name, known)}; it has"
            f" {', '.join(known)} (values are named in snippets/runs.toml)"
        )


def _moment(program: Program, contracts: Mapping[str, Contract], name: str, markdown: str) -> None:
    known = contracts.get(program.name, Contract()).moments
    if name not in known:
        raise LookupError(
            f"{program.name} has no moment {name!r}{nearest(name, list(known))}; it has"
            f" {', '.join(known) or 'none'} (moments are named in snippets/runs.toml)"
        )
    shown = (f for f in FIGURE.finditer(markdown) if f["name"] == program.name)
    if not any('show="player"' in f["rest"] for f in shown):
        raise LookupError(f'a moment of {program.name}, but no fence here shows it: show="player"')


def rules(program: Program) -> Iterator[tuple[int, str]]:
    """Where a program is not what a reader needs: short, narrow, and free of other packages."""
    lines = program.source.splitlines()
    if len(lines) > LONGEST:
        yield LONGEST + 1, f"expected {LONGEST} lines at most, came {len(lines)}: make it two"
    for number, text in enumerate(lines, 1):
        if len(text) > WIDEST:
            yield number, f"expected {WIDEST} characters at most, came {len(text)}"
        module = re.match(r"\s*(?:import|from)\s+([A-Za-z_]\w*)", text)
        if module and module[1] not in sys.stdlib_module_names:
            yield number, f"expected the standard library alone, came {module[1]!r}"
