"""The same program, other words: do two language variants of a program differ only in words?

A translation may change comments, docstrings and what `reader_text` calls text. Equal must be:
every name and number, every other string, what fills a text (the expressions of an f-string with
their conversion and format spec, the fields of ``%`` and ``.format``), its line breaks, and the
line on which each statement, expression and comment stands, so that a highlight, a recording
and "line 7" hold in every language.

Both files become syntax trees, which are walked side by side; where the trees agree, the lines
are compared. Nothing is run.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from runs.near import nearest

from .program_text import NULL, SYNTAX, ProgramText, Unreadable, read_program
from .trees import Comparison, Difference, clip

__all__ = ["Difference", "Words", "check_tree", "differences", "programs"]

TOLD = re.compile(rf"(snippets/.*\.py):\d+: (?:{SYNTAX} \(|{NULL}:)")
Words = Iterable[Mapping[str, str]]


def differences(
    source: str,
    translation: str,
    words: Words = (),
    languages: tuple[str, str] = ("pt", "en"),
) -> list[Difference]:
    """Where ``translation`` is not the program ``source`` in other words, by line; [] if nowhere.

    ``words``: strings that flow through variables and are translated, each by language
    (``{"pt": "chá", "en": "tea"}``): wherever the source uses one, as a whole string, the
    translation must use its counterpart. An f-string is declared with its fields
    (``{"pt": "chá de {who}", …}``). ``languages``: those of source and translation.
    Faults that keep a file from being compared are differences too; nothing is raised.
    """
    known = tuple(tuple(sorted(word.items())) for word in words)
    return list(_differences(source, translation, known, languages))


@functools.lru_cache(maxsize=1024)
def _differences(
    source: str,
    translation: str,
    words: tuple[tuple[tuple[str, str], ...], ...],
    languages: tuple[str, str],
) -> tuple[Difference, ...]:
    """Remembered: a build asks several times, and under ``mkdocs serve`` nearly every pair is as it
    was a moment ago."""
    try:
        ours = ProgramText.of(source)
    except Unreadable as error:
        fault = f"a fault on line {error.line} ({error.fault})"
        remedy = f"mend the source first; {error.remedy}"
        return (Difference(1, error.line, fault, "cannot be compared with it", remedy, "has"),)
    try:
        theirs = ProgramText.of(translation)
    except Unreadable as error:
        return (Difference(error.line, error.line, "none", error.fault, error.remedy, "has"),)
    known = {
        each[languages[0]]: _counterparts(each, *languages)
        for each in map(dict, words)
        if languages[0] in each
    }
    comparison = Comparison(ours, theirs, known, languages)
    found = list(comparison.run()) or list(_shifted(ours, theirs))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.line))


def _counterparts(word: Mapping[str, str], source: str, translation: str) -> tuple[str, ...]:
    """What may stand for a declared word: what its language says or, where nobody has said it yet,
    what any language does."""
    said = word.get(translation)
    return (said,) if said else tuple(dict.fromkeys(word.values()))


def check_tree(
    snippets: Path,
    languages: Sequence[str],
    words: Mapping[str, Words] | None = None,
    excused: Container[tuple[str, str]] = (),
) -> list[str]:
    """Every fault of the programs ``snippets/<language>/**/*.py`` as a list of messages.

    ``languages``: the first is the one with which the others are compared. ``words``: by name of
    program (``part-1/await/tea``), as in `differences`. Each message begins with ``file:line:``
    relative to the project. Faults: a program in one language only (a language may lack those of a
    page that it has not translated), a pair that is not the same program, a file that cannot
    be read. ``excused``: programs, by language and name, that do not claim to be up to date.
    """
    files = {language: programs(snippets, language) for language in languages}
    faults: list[str] = []
    for other in languages[1:]:
        pair = (languages[0], other)
        needed = {
            **files,
            pair[0]: {n: f for n, f in files[pair[0]].items() if _is_needed(snippets, n, *pair)},
        }
        alone = _alone(snippets, needed, *pair) | _alone(snippets, files, *pair[::-1])
        faults += [told for name, told in alone.items() if not _is_excused(name, pair, excused)]
        for name in sorted(files[pair[0]].keys() & files[other].keys()):
            both = (files[pair[0]][name], files[other][name])
            if not _is_excused(name, pair, excused):
                faults += _compare_files(snippets, both, (words or {}).get(name, ()), pair)
    return list(dict.fromkeys(faults))


def no_programs(faults: Iterable[str]) -> set[str]:
    """Of the faults of `check_tree`, the files that no Python takes for a program: what their runs
    say is the same once more."""
    return {found[1] for found in map(TOLD.match, faults) if found}


def _is_excused(name: str, languages: tuple[str, str], excused: Container[tuple[str, str]]) -> bool:
    return any((language, name) in excused for language in languages)


def programs(snippets: Path, language: str) -> dict[str, Path]:
    """The program files of a language by name (``part-1/await/tea``)."""
    folder = snippets / language
    return {
        file.relative_to(folder).with_suffix("").as_posix(): file
        for file in sorted(filter(Path.is_file, folder.rglob("*.py")))
    }


def _is_needed(snippets: Path, name: str, default: str, language: str) -> bool:
    """Whether a program of the default language has to be there in another one as well: not if it
    belongs to a page that is not translated."""
    docs, folder = snippets.parent / "docs", name.rpartition("/")[0]
    page = "index.md" if folder == "home" else f"{folder}.md"
    return (docs / language / page).exists() or not (docs / default / page).exists()


def _alone(
    snippets: Path, files: Mapping[str, Mapping[str, Path]], here: str, there: str
) -> dict[str, str]:
    """The programs of ``here`` that ``there`` lacks, with the nearest name that it has too many."""
    too_many = sorted(files[there].keys() - files[here].keys())
    return {
        name: f"{_where(snippets, file)}:1: this program is not in {there}, expected "
        f"{snippets.name}/{there}/{name}.py as well{nearest(name, too_many)}: "
        "write it, or give both the same name"
        for name, file in files[here].items()
        if name not in files[there]
    }


def _compare_files(
    snippets: Path, files: tuple[Path, Path], words: Words, languages: tuple[str, str]
) -> list[str]:
    texts, unreadable = list[str](), list[str]()
    for file in files:
        try:
            texts.append(read_program(file))
            ProgramText.of(texts[-1])
        except Unreadable as error:
            told = f"{_where(snippets, file)}:{error.line}: {error.fault}: {error.remedy}"
            unreadable.append(told)
    if unreadable:
        return unreadable
    source, translation = (_where(snippets, file) for file in files)
    return [
        f"{translation}:{each.line}: {each.sentence(f'{source}:{each.source_line}')}"
        for each in differences(texts[0], texts[1], words, languages)
    ]


def _where(snippets: Path, file: Path) -> str:
    return file.relative_to(snippets.parent).as_posix()


def _shifted(ours: ProgramText, theirs: ProgramText) -> Iterator[Difference]:
    """Equal trees on other lines: the first such line, or the first comment out of place."""
    for a, b in (ours.node_lines, theirs.node_lines), (ours.starts, theirs.starts):
        moved = [(x, y) for x, y in zip_longest(a, b, fillvalue=1) if x != y]
        if moved:
            yield _moved_line(ours, *min(moved))
            return
    yield from _moved_comment(ours.comments, theirs.comments)
    counts = [len(text.source.rstrip("\n").split("\n")) for text in (ours, theirs)]
    if counts[0] != counts[1]:
        yield Difference(counts[1], counts[0], f"{counts[0]} lines", f"{counts[1]}", verb="has")


def _moved_line(ours: ProgramText, expected: int, found: int) -> Difference:
    code = clip(ours.lines[expected - 1].strip(), "")[0]
    remedy = "every statement stands on the same line in all languages"
    return Difference(found, expected, f"{code} on line {expected}", f"on line {found}", remedy)


def _moved_comment(ours: dict[int, str], theirs: dict[int, str]) -> Iterator[Difference]:
    for line in sorted(ours.keys() ^ theirs.keys())[:1]:
        comment = f"a comment on line {line} ({(ours | theirs)[line]})"
        pair = (comment, "none") if line in ours else ("none", comment)
        yield Difference(line, line, *pair, "each comment is translated on its own line", "has")
