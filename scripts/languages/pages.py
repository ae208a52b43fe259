"""The pages: the same sections and the same runs in every language.

A page is a Markdown file, or a notebook in the percent format (``.py`` below ``lab/``), whose
Markdown cells are read as Markdown and whose code cells are compared like programs. A heading has
a pinned id, the same in every language: ``## Tarefas { #tasks }``. Any language may lack a page.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from .markdown_text import Section, markdown_of, sections
from .same_program import differences
from .structure import Built, Run, built

__all__ = ["Pair", "Section", "check_pages", "pages", "sections"]

Holds = Mapping[str, Built]


def pages(docs: Path, language: str) -> dict[str, Path]:
    """The pages of a language by path below ``docs/<language>``."""
    folder = docs / language
    files = [*folder.rglob("*.md"), *folder.glob("lab/**/*.py")]
    files = sorted(filter(Path.is_file, files))  # editors leave links that lead nowhere
    return {file.relative_to(folder).as_posix(): file for file in files}


class Pair(NamedTuple):
    """A page and its translation. ``ids``: the sections that are compared (`structure.TOP` for what
    stands before the first heading), None for the whole pages, their order included. ``renamed``:
    by id in the source, the one that the translation still has. ``wrong``: sections, by id in the
    source, of which a fault was told: what they hold is not compared."""

    source: Path
    translation: Path
    languages: tuple[str, str]
    ids: frozenset[str] | None = None
    renamed: Mapping[str, str] = MappingProxyType({})
    wrong: frozenset[str] = frozenset()


def check_pages(
    docs: Path, languages: Sequence[str], pairs: Iterable[Pair] | None = None
) -> list[str]:
    """Every fault of the pages of ``languages``, the first of which is the default one.

    Each message is ``docs/pt/….md:12: …`` relative to the project. Faults: a heading without an
    id, an id used twice; between the languages: other ids, levels or
    order, other runs, other code cells, other links, admonitions, lists or tables in a section.
    ``pairs``: what is compared; without it, each page as a whole with that of the default language.
    """
    found = {language: pages(docs, language) for language in languages}
    alone = {
        file: list(_check_page(docs, file)) for files in found.values() for file in files.values()
    }
    faults = [told for each in alone.values() for told in each]
    if pairs is None:
        default = found[languages[0]]
        pairs = [
            Pair(default[path], file, (languages[0], language))
            for language in languages[1:]
            for path, file in found[language].items()
            if path in default
        ]
    for pair in pairs:
        if not (alone[pair.source] or alone[pair.translation]):  # else it may only follow from that
            faults += _check_pair(docs, pair)
    return faults


def _where(docs: Path, file: Path) -> str:
    return file.relative_to(docs.parent).as_posix()


def _check_page(docs: Path, file: Path) -> Iterator[str]:
    """What is wrong with a page by itself."""
    where, text = _where(docs, file), markdown_of(file)
    seen: dict[str, int] = {}
    if not sections(text):
        yield f"{where}:1: expected a heading, as in '# Tarefas {{ #tasks }}', came none: add one"
    for section in sections(text):
        if section.id is None:
            yield (
                f"{where}:{section.line}: expected a heading with an id, came {section.title!r}: "
                "add one in English, the same in every language, as in '## Tarefas { #tasks }'"
            )
        elif section.id in seen:
            yield (
                f"{where}:{section.line}: expected an id of its own, came #{section.id}, which "
                f"line {seen[section.id]} has already: choose another, in every language"
            )
        else:
            seen[section.id] = section.line


def _check_pair(docs: Path, pair: Pair) -> Iterator[str]:
    """Where a translation is built otherwise than its source. Each heading of both has an id."""
    files = (_where(docs, pair.source), _where(docs, pair.translation))
    both = _compared(pair, _built(pair.source), _built(pair.translation))
    ours, theirs = ([_heading(id, part) for id, part in each.items() if id] for each in both)
    yield from _unlike(ours, theirs, files, "headings")
    both = _without(both[0], pair.wrong), _without(both[1], pair.wrong)
    ours, theirs = ([_run(run) for part in each.values() for run in part.runs] for each in both)
    yield from _unlike(ours, theirs, files, "runs")
    yield from _unlike_inside(both, files)
    if pair.source.suffix == ".py":
        yield from _unlike_cells(both, files, pair.languages)


def _built(page: Path) -> Holds:
    return built(page.read_text(encoding="utf-8"), page.suffix)


def _compared(pair: Pair, source: Holds, translation: Holds) -> tuple[Holds, Holds]:
    """The sections that are compared, of both pages, by their ids in the source. Of a translation
    that lacks some, those that only it has as well: one of them may be meant."""
    if pair.ids is None:
        return source, translation
    ours = {id: part for id, part in source.items() if id in pair.ids}
    theirs = {id: translation.get(pair.renamed.get(id, id)) for id in ours}
    known = {id: part for id, part in theirs.items() if part}
    if len(known) < len(ours):
        had = {*source, *pair.renamed.values()}
        known |= {id: part for id, part in translation.items() if id not in had}
        known = dict(sorted(known.items(), key=lambda each: each[1].line))
    return ours, known


def _without(holds: Holds, ids: frozenset[str]) -> Holds:
    return {id: part for id, part in holds.items() if id not in ids}


class _Part(NamedTuple):
    """What is compared, and where it stands."""

    text: str
    line: int


def _heading(id: str, part: Built) -> _Part:
    return _Part(f"{'#' * part.level} … {{ #{id} }}", part.line)


def _run(run: Run) -> _Part:
    return _Part(f"```{run.info}", run.line)


def _unlike(
    source: list[_Part], translation: list[_Part], files: tuple[str, str], what: str
) -> Iterator[str]:
    """A message for each part that has no counterpart; one alone when only the order differs."""
    if Counter(part.text for part in source) == Counter(part.text for part in translation):
        pairs = zip(source, translation, strict=True)
        for first in [pair for pair in pairs if pair[0].text != pair[1].text][:1]:
            yield _told(*first, translation, files, f"put the {what} in the same order")
        return
    for expected, came, after in _unmatched(source, translation):
        yield _told(expected, came, after, files, f"make the {what} the same in both")


def _unmatched(
    ours: list[_Part], theirs: list[_Part]
) -> Iterator[tuple[_Part | None, _Part | None, list[_Part]]]:
    """What was expected, what came, and what follows it in the translation."""
    a, b = ([part.text for part in parts] for parts in (ours, theirs))
    for step, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if step != "equal":
            for expected, came in zip_longest(ours[i:j], theirs[k:m]):
                yield expected, came, theirs[m:]


def _told(
    expected: _Part | None,
    came: _Part | None,
    after: list[_Part],
    files: tuple[str, str],
    remedy: str,
) -> str:
    wanted = f"{expected.text} ({files[0]}:{expected.line})" if expected else "nothing here"
    if came:
        return f"{files[1]}:{came.line}: expected {wanted}, came {came.text}: {remedy}"
    line, place = (after[0].line, "before this line") if after else (1, "at the end of the page")
    return f"{files[1]}:{line}: expected {wanted} {place}, came none: {remedy}"


def _unlike_inside(both: tuple[Holds, Holds], files: tuple[str, str]) -> Iterator[str]:
    """Sections of which one holds what the other has not."""
    source, translation = both
    for id in source.keys() & translation.keys():
        ours, theirs = source[id], translation[id]
        lacking, more = ours.counts - theirs.counts, theirs.counts - ours.counts
        for what, other in list(_instead(lacking, more)):
            yield (
                f"{files[1]}:{theirs.lines[other]}: expected {what}"
                f" ({files[0]}:{ours.lines[what]}), came {other}: give both sections the same"
            )
        for what, count in lacking.items():
            yield (
                f"{files[1]}:{theirs.line}: expected {what} more in the section #{id or 'top'}"
                f" ({files[0]}:{ours.lines[what]} has {'one' if count == 1 else count}"
                f" that is not here): give both sections the same"
            )
        for what in more:
            yield (
                f"{files[1]}:{theirs.lines[what]}: expected nothing that {files[0]} has not in"
                f" the section #{id or 'top'}, came {what}: give both sections the same"
            )


def _instead(lacking: Counter[str], more: Counter[str]) -> Iterator[tuple[str, str]]:
    """Takes out of both what may be meant by each other, and gives it in pairs."""
    for what in list(lacking):
        kind = [each for each in more if each.startswith("a link") == what.startswith("a link")]
        near = difflib.get_close_matches(what, kind, 1, 0) if lacking[what] == 1 else []
        if near and more[near[0]] == 1:
            del lacking[what], more[near[0]]
            yield what, near[0]


def _unlike_cells(
    both: tuple[Holds, Holds], files: tuple[str, str], languages: tuple[str, str]
) -> Iterator[str]:
    ours, theirs = ([cell for part in each.values() for cell in part.cells] for each in both)
    if len(ours) != len(theirs):
        yield (
            f"{files[1]}:1: expected {len(ours)} code cells as in {files[0]}, came {len(theirs)}: "
            "give both the same cells"
        )
        return
    for (start, code), (line, text) in zip(ours, theirs, strict=True):
        for each in differences(code, text, (), languages):
            name = f"{files[0]}:{start + each.source_line}"
            yield f"{files[1]}:{line + each.line}: {each.sentence(name)}"
