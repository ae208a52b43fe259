"""The pages: the same sections and the same runs in every language.

A page is a Markdown file, or a notebook in the percent format (``.py`` below ``lab/``), whose
Markdown cells are read as Markdown and whose code cells are compared like programs. A heading has
a pinned id, the same in every language: ``## Tarefas { #tasks }``. A page of the default language
may lack its translation, never the other way round.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from . import nearest
from .markdown_text import Section, code_cells, markdown_of, reading, sections
from .same_program import differences
from .structure import built

__all__ = ["Section", "check_pages", "pages", "sections"]


def pages(docs: Path, language: str) -> dict[str, Path]:
    """The pages of a language by path below ``docs/<language>``."""
    folder = docs / language
    files = [*folder.rglob("*.md"), *folder.glob("lab/**/*.py")]
    files = sorted(filter(Path.is_file, files))  # editors leave links that lead nowhere
    return {file.relative_to(folder).as_posix(): file for file in files}


def check_pages(docs: Path, languages: Sequence[str]) -> list[str]:
    """Every fault of the pages of ``languages``, the first of which is the default one.

    Each message is ``docs/pt/….md:12: …`` relative to the project. Faults: a heading without an
    id, an id used twice; between the languages: other ids, levels or
    order, other runs, other code cells, other links, admonitions, lists or tables in a section, a
    page that the default language lacks.
    """
    found = {language: pages(docs, language) for language in languages}
    faults: list[str] = []
    for files in found.values():
        for file in files.values():
            faults += _check_page(docs, file)
    default = found[languages[0]]
    for language in languages[1:]:
        for path, file in found[language].items():
            if path in default:
                faults += _check_pair(docs, default[path], file, (languages[0], language))
            else:
                where = _where(docs, docs / languages[0] / path)
                faults.append(
                    f"{_where(docs, file)}:1: expected {where} as well, there is none"
                    f"{nearest(path, default)}: rename this page, or write that one"
                )
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


def _check_pair(
    docs: Path, source: Path, translation: Path, languages: tuple[str, str]
) -> Iterator[str]:
    """Where a translation is built otherwise than its source."""
    texts = (markdown_of(source), markdown_of(translation))
    files = (_where(docs, source), _where(docs, translation))
    ours, theirs = ([_heading(section) for section in sections(text)] for text in texts)
    if all(part.text for part in ours + theirs):  # else the page was reported already
        yield from _unlike(ours, theirs, files, "headings")
    ours, theirs = (list(_runs(text)) for text in texts)
    yield from _unlike(ours, theirs, files, "runs")
    yield from _unlike_inside(texts, files)
    if source.suffix == ".py":
        yield from _unlike_cells(source, translation, files, languages)


class _Part(NamedTuple):
    """What is compared, and where it stands."""

    text: str
    line: int


def _heading(section: Section) -> _Part:
    return _Part(f"{'#' * section.level} … {{ #{section.id} }}" * bool(section.id), section.line)


def _runs(text: str) -> Iterator[_Part]:
    """The runs and predictions that a page asks for, as they are written but for their quotes."""
    for ask in reading(text).asks:
        if ask.fence:
            options = {"run": ask.name, **dict(sorted(ask.options.items()))}
            shown = 'python exec="on"' if ask.kind == "figure" else "predict"
            given = " ".join(f'{key}="{value}"' for key, value in options.items())
            yield _Part(f"```{shown} {given}", ask.line)


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


def _unlike_inside(texts: tuple[str, str], files: tuple[str, str]) -> Iterator[str]:
    """Sections of which one holds what the other has not."""
    ours, theirs = (built(text) for text in texts)
    heads = {section.id: section.line for section in sections(texts[1])}
    for id in ours.keys() & theirs.keys():
        lacking = ours[id].counts - theirs[id].counts
        too_many = theirs[id].counts - ours[id].counts
        for what, count in lacking.items():
            yield (
                f"{files[1]}:{heads.get(id, 1)}: expected {what} more in the section #{id or 'top'}"
                f" ({files[0]}:{ours[id].lines[what]} has {'one' if count == 1 else count}"
                f" that is not here): give both sections the same"
            )
        for what in too_many:
            yield (
                f"{files[1]}:{theirs[id].lines[what]}: expected nothing that {files[0]} has not in"
                f" the section #{id or 'top'}, came {what}: give both sections the same"
            )


def _unlike_cells(
    source: Path, translation: Path, files: tuple[str, str], languages: tuple[str, str]
) -> Iterator[str]:
    ours, theirs = (code_cells(file.read_text(encoding="utf-8")) for file in (source, translation))
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
