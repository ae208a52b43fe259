"""What is wrong with what a page asks for, told without running any program: names, options, marks,
values, moments; and what a program may be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from . import exercise, places, predict
from .asks import Ask, Reading
from .contracts import Contract
from .fences import Fault
from .near import nearest
from .programs import Program, Programs, imported
from .render import BadOption, Options
from .supervise import MAIN

VALUES_OF_EVERY_RUN = ("wall", "cpu")
LONGEST, WIDEST = 40, 79  # lines of a program, characters of a line
NARROW = 67  # characters of a line of an exercise, which stands in a box: more would be cut

Contracts = Mapping[str, Contract]
Players = Callable[[], Collection[str]]  # the programs that some page shows to step through


class Around(NamedTuple):
    """What is around an ask: its page, and what other pages have."""

    reading: Reading
    players: Players


def faults(
    reading: Reading,
    language: str,
    programs: Programs,
    contracts: Contracts,
    players: Players = tuple,
) -> list[Fault]:
    """Everything that is wrong with a page in ``language``, each fault once, by line."""
    found = set(reading.faults)
    wrong: set[int] = set()  # lines of exercises of which something was told
    for ask in reading.asks:
        if ask.kind == "figure" and not ask.fence and ask.line in wrong:
            continue
        told = fault(ask, Around(reading, players), language, programs, contracts)
        if told and ask.kind == "exercise":
            wrong.add(ask.line)
        if told and not ask.wrong:  # that is among the faults of the reading
            found.add(Fault(ask.line, told))
    return sorted(found)


def fault(ask: Ask, around: Around, language: str, programs: Programs, contracts: Contracts) -> str:
    """What is wrong with one thing that a page asks for, or ``""``."""
    check = _CHECKS.get(ask.kind)
    if ask.wrong or not check:
        return ask.wrong
    try:
        check(ask, programs.get(language, ask.name), contracts.get(ask.name, Contract()), around)
        if other := ask.options.get("beside"):
            programs.get(language, other)
    except (LookupError, BadOption) as error:
        return str(error)
    return ""


def _figure(ask: Ask, program: Program, _: Contract, around: Around) -> None:
    options = Options.read(ask.options)
    options.marked(program)
    if options.show == "player":
        _only_player(ask, around.reading)
    if ask.fence and ask.fence.code.strip():
        raise BadOption(
            f"expected nothing in this fence, which shows {program.where}, came"
            f" {ask.fence.code.strip()!r:.60}: what it shows stands in that file"
        )


def _only_player(ask: Ask, reading: Reading) -> None:
    """The moments of a player have ids by the name of its file, which are addresses for readers."""
    file = ask.name.rpartition("/")[2]
    first = next(each for each in reading.asks if _is_player(each, file))
    if first.span != ask.span:
        raise BadOption(
            f"expected one player of a file named {file}.py on a page, came a second (the first:"
            f' {first.name} on line {first.line}); here it can be shown with show="both"'
        )


def _is_player(ask: Ask, file: str) -> bool:
    shown = ask.kind == "figure" and ask.options.get("show") == "player"
    return shown and ask.name.rpartition("/")[2] == file


def _value(ask: Ask, program: Program, contract: Contract, _: Around) -> None:
    _known_value(program, contract, ask.what)


def _known_value(program: Program, contract: Contract, name: str) -> None:
    known = [*VALUES_OF_EVERY_RUN, *contract.values]
    if name not in known and contract.sure:
        raise LookupError(
            f"{program.name} has no value {name!r}{nearest(name, known)}; it has"
            f" {', '.join(known)} (values are named in snippets/runs.toml)"
        )


def _line(ask: Ask, program: Program, _: Contract, __: Around) -> None:
    places.line_number(program, ask.what)


def _moment(ask: Ask, program: Program, contract: Contract, around: Around) -> None:
    known = contract.moments
    if ask.what not in known and contract.sure:
        raise LookupError(
            f"{program.name} has no moment {ask.what!r}{nearest(ask.what, list(known))}; it has"
            f" {', '.join(known) or 'none'} (moments are named in snippets/runs.toml)"
        )
    if not has_player(around.reading, ask.name) and ask.name not in around.players():
        raise LookupError(f'a moment of {program.name}, but no page shows it: show="player"')


def has_player(reading: Reading, name: str) -> bool:
    """Whether a page shows the recorded run of this program, to step through."""
    shown = (each for each in reading.asks if (each.kind, each.name) == ("figure", name))
    return any(each.options.get("show") == "player" for each in shown)


def _exercise(ask: Ask, program: Program, _: Contract, __: Around) -> None:
    if not program.is_of_an_exercise or exercise.is_solution(program.name):
        raise LookupError(
            f"expected the program from which a reader starts, part/page/{exercise.FOLDER}/name,"
            f" came {program.name}"
        )
    exercise.parse(ask.fence.code if ask.fence else "", ask.options)


def _prediction(ask: Ask, program: Program, contract: Contract, _: Around) -> None:
    if value := predict.parse(ask).value:
        _known_value(program, contract, value)


_CHECKS: dict[str, Callable[[Ask, Program, Contract, Around], None]] = {
    "figure": _figure,
    "value": _value,
    "line": _line,
    "program": lambda *_: None,  # that there is one is all
    "moment": _moment,
    "prediction": _prediction,
    "exercise": _exercise,
}


def rules(program: Program) -> Iterator[tuple[int, str]]:
    """Where a program is not what a reader needs: short, narrow, free of other packages, and in
    nobody's way."""
    lines = program.source.splitlines()
    if len(lines) > LONGEST:
        yield LONGEST + 1, f"expected {LONGEST} lines at most, came {len(lines)}: make it two"
    widest = NARROW if program.is_of_an_exercise else WIDEST
    for number, text in enumerate(lines, 1):
        if len(text) > widest:
            yield number, f"expected {widest} characters at most, came {len(text)}"
    beside = {each.file.stem for each in program.beside}
    for number, module in imported(program.source):
        if module not in sys.stdlib_module_names and module not in beside:
            near = nearest(module, _folder(program))
            text = "expected the standard library alone, or a program of the same folder"
            yield number, f"{text}, came {module!r}{near}"
    if program.file.stem in {*sys.stdlib_module_names, Path(MAIN).stem}:
        yield 1, "expected another name than that of a module that Python or a run has already"


def _folder(program: Program) -> list[str]:
    return sorted(each.stem for each in program.file.parent.glob("*.py") if each != program.file)
