"""The exercises of the site: their checks, and what is wrong with them.

An exercise ``part-1/await/exercises/overlap`` is two programs in each language, from which a reader
starts (``overlap.py``) and one way to do it (``overlap_solution.py``), and a check for all
languages: ``checks/part-1/await/overlap.py`` with its sentences in ``overlap.toml``.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from languages import settings
from runs import toml_lines
from runs.engine import Engine
from runs.exercise import CHECKS, FOLDER, SOLUTION, check_file, is_solution
from runs.outcome import TooOld
from runs.programs import NO_PROGRAM, Programs

from .apart import Judge
from .verdict import BadCheck, Check, Verdict

OURS = ("too_much", "stopped", "raises", "fails", "passed")  # sentences of the interface


class BadExercise(ValueError):
    """A check that cannot be read; the message says why, with file and line."""


def checks(root: Path, names: list[str]) -> dict[str, Path]:
    """The files of the checks by the names of the exercises, of all programs by ``names``."""
    return {
        name: check_file(root, name)
        for name in names
        if f"/{FOLDER}/" in name and not is_solution(name)
    }


def read(root: Path, file: Path) -> Check:
    """A check with its sentences. Raises `BadExercise`."""
    where, sentences = file.relative_to(root).as_posix(), file.with_suffix(".toml")
    if not file.exists():
        raise BadExercise(f"{where}: expected a check, a function check(seen), there is none")
    if not sentences.exists():
        there = sentences.relative_to(root).as_posix()
        raise BadExercise(f"{there}: expected the sentences of {where}, there is no such file")
    data, code = sentences.read_bytes(), file.read_bytes()
    if broken := toml_lines.unreadable(data):
        raise BadExercise(f"{sentences.relative_to(root).as_posix()}:{broken}")
    try:
        source = code.decode()
    except UnicodeDecodeError as error:
        line = code.count(b"\n", 0, error.start) + 1
        came = f"the byte 0x{code[error.start]:02x}"
        raise BadExercise(f"{where}:{line}: expected UTF-8, came {came}") from None
    return Check(where, source, tomllib.loads(data.decode()))


def faults(root: Path, programs: Programs) -> list[str]:
    """What is wrong with the checks and their sentences, with file and line; no program is run."""
    wanted, languages = checks(root, programs.names), settings.languages(root)
    found = [*_lonely(root, programs, wanted)]
    with Judge() as judge:
        for file in wanted.values():
            try:
                check = read(root, file)
            except BadExercise as error:
                found.append(str(error))
                continue
            found += _of_code(check, judge)
            found += _of_sentences(root, file, check, languages)
    return list(_each_once(dict.fromkeys(found), languages))


def _each_once(found: Iterable[str], languages: tuple[str, ...]) -> Iterator[str]:
    """The faults; a language that the site has not is told once, however many sentences have it."""
    alike: dict[str, list[str]] = {}
    for each in found:
        foreign = each.endswith(_one_of(languages))
        alike.setdefault(each.rpartition("] ")[2] if foreign else each, []).append(each)
    for first, *others in alike.values():
        yield first + (f", and so in {len(others)} more" if others else "")


def _one_of(languages: tuple[str, ...]) -> str:
    return f"expected one of the languages {', '.join(languages)}"


def _lonely(root: Path, programs: Programs, wanted: Mapping[str, Path]) -> Iterator[str]:
    """Checks without programs, and programs without the other one of the pair."""
    for program in programs:
        if not program.is_of_an_exercise:
            continue
        name = program.name
        other = name.removesuffix(SOLUTION) if is_solution(name) else name + SOLUTION
        if other not in programs.names:
            what = "solution of this start" if other.endswith(SOLUTION) else "start of it"
            there = f"snippets/{program.language}/{other}.py"
            yield f"{program.where}:1: expected a {what}, {there}, there is none"
    for file in sorted((root / CHECKS).rglob("*.py")):
        if file not in wanted.values():
            where = file.relative_to(root)
            name = f"{where.parent.relative_to(CHECKS).as_posix()}/{FOLDER}/{file.stem}"
            yield (
                f"{where.as_posix()}:1: expected a program from which a reader starts,"
                f" snippets/…/{name}.py, there is none"
            )


def _of_code(check: Check, judge: Judge) -> Iterator[str]:
    """What is wrong with the code of a check."""
    try:
        tree = ast.parse(check.source)
        judge.look(check)
    except NO_PROGRAM as error:
        line, why = getattr(error, "lineno", 0) or 1, getattr(error, "msg", "") or str(error)
        yield f"{check.name}:{line}: not valid Python: {why or type(error).__name__}"
        return
    except BadCheck as error:
        yield told(check, error)
        return
    used = _used(tree)
    for key, line in used.items():
        if key not in check.says:
            there = check.name.removesuffix(".py") + ".toml"
            yield f"{check.name}:{line}: expected a sentence [{key}] in {there}, there is none"


def told(check: Check, error: BadCheck) -> str:
    """Where and why a check cannot be used."""
    return f"{_place(check, error)}: {error.why}"


def _place(check: Check, error: BadCheck) -> str:
    return f"{check.name}:{error.line or 1}"


def _used(tree: ast.Module) -> dict[str, int]:
    """The keys of sentences that a check uses, each with its first line."""
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("needs"):
            key = node.args[1] if len(node.args) > 1 else None
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                found.setdefault(key.value, node.lineno)
    return found


def _of_sentences(
    root: Path, file: Path, check: Check, languages: tuple[str, ...]
) -> Iterator[str]:
    """What is wrong with the sentences of a check."""
    sentences = file.with_suffix(".toml")
    where = sentences.relative_to(root).as_posix()
    lines = toml_lines.Lines(sentences.read_text(encoding="utf-8"))
    try:
        used = _used(ast.parse(check.source))
    except NO_PROGRAM:
        return
    for key, texts in check.says.items():
        at = f"{where}:{lines.of((key,))}: [{key}]"
        if not isinstance(texts, dict) or not texts:
            yield f'{at} expected a text for each language, such as pt = "…", came {texts!r}'
            continue
        if key in OURS:
            yield f"{at} expected another name: the site has a sentence {key!r} of its own"
        elif key not in used:
            yield f"{at} expected {check.name} to use it, as in seen.needs(…, {key!r})"
        for language, text in texts.items():
            here = f"{where}:{lines.of((key, language))}: [{key}] {language}:"
            if language not in languages:
                yield f"{here} {_one_of(languages)}"
            elif not isinstance(text, str) or not text.strip():
                yield f"{here} expected a sentence, came {text!r}"
            elif text.count("`") % 2:
                yield f"{here} expected code between two backticks, came {text!r}"
            elif not settings.is_plain(text, code=True):
                yield f"{here} expected plain text with nothing but `code` in it, came {text!r}"
            elif (came := _places(text)) is None:
                yield f"{here} expected braces in pairs, each around a name, came {text!r}"
            elif (expected := _places(str(next(iter(texts.values()))))) not in (None, came):
                yield f"{here} expected the places {expected}, came {came}"


def _places(text: str) -> list[str] | None:
    """The names between the braces of a text; None where these are not in pairs."""
    try:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def reports(root: Path, engine: Engine) -> Iterator[str]:
    """A paragraph for each solution that does not pass its check, and for each start that does, or
    fails for another reason. Waits for the runs."""
    there = {(program.language, program.name) for program in engine.programs}
    with Judge() as judge:
        for name, file in checks(root, engine.programs.names).items():
            wanted = sorted(each for each in there if each[1] in (name, name + SOLUTION))
            yield from _reports(root, engine, judge, file, wanted)


def _reports(
    root: Path, engine: Engine, judge: Judge, file: Path, wanted: list[tuple[str, str]]
) -> Iterator[str]:
    """Of the check in a file; where that fails, it is not asked about the other programs."""
    try:
        check = read(root, file)
        judge.look(check)
    except (BadExercise, BadCheck):
        return  # told by `faults`
    if any(_of_sentences(root, file, check, settings.languages(root))):
        return  # likewise
    for program in wanted:
        where = engine.programs.get(*program).where
        try:
            found = _verdict(engine, judge, check, program)
        except BadCheck as error:
            yield f"{_place(check, error)}\n  expected it to judge {where}, but: {error.why}"
            return
        if found and (told := _wrong(found, check, program)):
            yield f"{where}\n  {told}"


def _verdict(
    engine: Engine, judge: Judge, check: Check, program: tuple[str, str]
) -> Verdict | None:
    """What a check says of a program, by language and name; None where that has no recorded run,
    which is told of it. Waits for the run. Raises `BadCheck`."""
    try:
        outcome = engine.outcome(*program)
    except TooOld:
        return None
    return None if outcome.faults else judge.judged(check, outcome.run, program[0])


def _wrong(found: Verdict, check: Check, program: tuple[str, str]) -> str:
    """What is wrong with what a check says of a program, if something is."""
    text = found.said.striptags()
    if is_solution(program[1]):
        told = f"expected it to pass its check, {check.name}, which says: {text}"
        return "" if found.passed else told
    if found.passed:
        return f"expected it to lack something, but it passes its check, {check.name}"
    told = f"expected it to fail {check.name} by one of its own sentences, but it says: {text}"
    return "" if found.own else told
