"""Are the changes that ``snippets/runs.toml`` declares changes of the programs, in every language,
and is what comes of them a program as any other one?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from runs import asked, what_if
from runs.contracts import Contract
from runs.programs import Programs
from runs.what_if import BadChange, Changed

from . import same_program, settings

Excused = Container[tuple[str, str]]
TEXTS = ("label", "why")


def faults(
    programs: Programs,
    contracts: Mapping[str, Contract],
    excused: Excused,
    players: Callable[[], Collection[str]],
) -> list[str]:
    """Everything that is wrong with the changes, each fault once, with its line. ``excused``:
    programs, by language and name, that do not claim to be up to date; ``players``: the programs
    that some page shows to step through."""
    found: list[str] = []
    for name, contract in contracts.items():
        for id in contract.what_if:
            told = _of_one(name, id, contract, programs, excused)
            found += [f"{where}: [{name}] {id}: {what}" for where, what in told]
        if contract.what_if and name not in players():
            found.append(
                f"{contract.at('what_if')}: [{name}] expected a page that offers the change below"
                ' the player of this program, but none has that: show="player"'
            )
    return list(dict.fromkeys(found))


def _of_one(
    name: str, id: str, contract: Contract, programs: Programs, excused: Excused
) -> Iterator[tuple[str, str]]:
    """The faults of one change, each with its place."""
    here = contract.what_if[id]
    called = what_if.name(name, id)
    if called in programs.names:
        yield contract.at("what_if", id), f"expected another name: there is a program {called}"
    for key in TEXTS:
        for language, text in getattr(here, key).items():
            if text.count("`") % 2:
                place = contract.at("what_if", id, key, language)
                yield place, f"expected code between two backticks, came {text!r}"
            elif not settings.is_plain(text, code=True):
                place = contract.at("what_if", id, key, language)
                yield place, f"expected plain text with nothing but `code` in it, came {text!r}"
    made, told = [], set()
    for program in programs:
        if program.name != name or (program.language, name) in excused:
            continue
        try:
            made.append(what_if.changed(program, id, here, Path(program.language)))
        except BadChange as error:
            if (error.piece, str(error)) not in told:
                told.add((error.piece, str(error)))
                place = contract.at("what_if", id, "change", error.piece)
                yield place, f"{error} ({program.where.partition(' ')[0]})"
    yield from ((contract.at("what_if", id), what) for what in _of_programs(made, contract))


def _of_programs(made: list[Changed], contract: Contract) -> Iterator[str]:
    """Where a changed program is too long, or another one in another language; of programs that
    were different before, that is told of them."""
    seen = set()
    for each in made:
        for line, what in asked.rules(each.program):
            if (line, what) not in seen:
                seen.add((line, what))
                yield f"the changed program, line {line}: {what}"
    for one, other in combinations(made, 2):
        languages = (one.program.language, other.program.language)
        if same_program.differences(one.of.source, other.of.source, contract.words, languages):
            continue
        sources = (one.program.source, other.program.source)
        for found in same_program.differences(*sources, contract.words, languages)[:1]:
            told = found.sentence(f"the changed program in {languages[0]}")
            yield told.replace("this file", f"that in {languages[1]}")
