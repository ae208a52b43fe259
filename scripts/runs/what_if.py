"""Programs with a change: "what if the `await` is forgotten?". Each is a program as any other one,
but that it lies in no file of ``snippets``: it is made of another program and of what ``runs.toml``
says.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from .contracts import Contract, WhatIf
from .programs import Program, Programs


class BadChange(ValueError):
    """A change that cannot be made; the message says why. ``piece``: the code that it is about."""

    def __init__(self, piece: str, message: str) -> None:
        super().__init__(message)
        self.piece = piece


@dataclass(frozen=True)
class Changed:
    """``program``: with its change, which is ``what_if`` of the program ``of``."""

    program: Program
    what_if: WhatIf
    of: Program


class Line(NamedTuple):
    """A line of what was changed: ``sign`` is "-" for one that is gone, "+" for one that has come;
    ``number`` from 1, in the program that has it."""

    sign: str
    number: int
    text: str

    @property
    def blanks(self) -> str:
        """Those with which it begins."""
        return self.text[: len(self.text) - len(self.text.lstrip())]


def name(program: str, id: str) -> str:
    """The name of a changed program. Its file has it too, and with that its moments."""
    return f"{program}_{id.replace('-', '_')}"


def add(programs: Programs, contracts: dict[str, Contract], folder: Path) -> list[Changed]:
    """Have the changed programs among the others, their files in ``folder``. Where a translation
    has fallen behind its original, the change may be none of it: then that language lacks it."""
    made = [each for program in list(programs) for each in _changed(program, contracts, folder)]
    for each in made:
        programs.add(each.program)
        contracts[each.program.name] = each.what_if.run
    return made


def _changed(
    program: Program, contracts: Mapping[str, Contract], folder: Path
) -> Iterator[Changed]:
    what_if = contracts[program.name].what_if if program.name in contracts else {}
    for id, each in what_if.items():
        try:
            made = changed(program, id, each, folder)
        except BadChange:
            continue
        made.program.file.parent.mkdir(parents=True, exist_ok=True)
        made.program.file.write_text(made.program.source, encoding="utf-8")
        yield made


def changed(program: Program, id: str, what_if: WhatIf, folder: Path) -> Changed:
    """The program with this change; its file is one in ``folder`` that has yet to be written.
    Raises `BadChange` for the first piece that is not there once."""
    called = name(program.name, id)
    made = replace(
        program,
        name=called,
        file=folder / program.language / f"{called}.py",
        source=_source(program.source, what_if, program.language),
        filed_as=program.filed_as or program.name,
        what_if=id,
    )
    return Changed(made, what_if, program)


def _source(source: str, what_if: WhatIf, language: str) -> str:
    places = []
    for old, becomes in what_if.change.items():
        if (times := source.count(old)) != 1:
            raise BadChange(old, _not_once(source, old, times))
        new = becomes if isinstance(becomes, str) else becomes.get(language)
        if new is None:
            raise BadChange(old, f"expected what it becomes in {language} as well")
        places.append((source.index(old), old, new))
    end, parts = 0, []
    for start, old, new in sorted(places):
        if start < end:
            raise BadChange(
                old, "expected pieces apart from each other, but this one overlaps another"
            )
        parts += [source[end:start], new]
        end = start + len(old)
    return "".join([*parts, source[end:]])


def _not_once(source: str, old: str, times: int) -> str:
    """What to do about a piece that is not there, or more than once."""
    if times:
        lines = [source.count("\n", 0, at) + 1 for at in _places(source, old)]
        where = ", ".join(map(str, lines))
        told = f"expected this piece once, but it is there {times} times (lines {where})"
        return f"{told}: take more of what is around it"
    near = difflib.get_close_matches(old.strip(), map(str.strip, source.splitlines()), 1, 0.4)
    return "expected this piece of code, but it is not there" + (
        f"; the nearest line is {near[0]!r}" if near else ""
    )


def _places(source: str, piece: str) -> Iterator[int]:
    at = source.find(piece)
    while at >= 0:
        yield at
        at = source.find(piece, at + len(piece))


def difference(each: Changed) -> list[Line]:
    """The lines that are gone and those that have come, in their order."""
    before, after = each.of.source.splitlines(), each.program.source.splitlines()
    found: list[Line] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            found += [Line("-", n, before[n - 1]) for n in range(a + 1, b + 1)]
            found += [Line("+", n, after[n - 1]) for n in range(c + 1, d + 1)]
    return found
