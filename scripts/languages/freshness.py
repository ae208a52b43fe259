"""What a translator has to act on, section by section: what is translated, and what has changed.

A section is a heading with what follows it up to the next one, known by its pinned id; what stands
before the first heading, and the description in the front matter, are the section ``description``.

Rule 1: only what a reader reads counts. Wrapping, emphasis, link targets, code blocks and comments
are not part of a section's digest, and neither is its place. How it is built has a digest of its
own, so that it is known in which of the two languages a link or a program came or went.
Rule 2: the digests of *both* pages, as they were when they last matched, are what a translation is
marked with; git dates and commits are not asked, they go wrong when history is rewritten.
Rule 3: who changes one page has not to write the other. Only a section that stands as it stood when
it was called done claims to be up to date.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from runs.dialect import Dialect

from . import marks, settings, structure
from .fingerprint import digest, logic, words
from .markdown_text import markdown_in, sections
from .marks import Entry
from .prose import as_read

DESCRIPTION = "description"


class State(StrEnum):
    """How a section, or a program, of a translation stands to its source."""

    DONE = "done"
    STALE = "stale"  # the source reads otherwise since it was translated
    AHEAD = "ahead"  # the translation reads otherwise since then, and the source does not
    UNMARKED = "unmarked"  # it is translated, but nobody has called it done
    MISSING = "missing"  # it is not there, or still in the words of the source


class Part(NamedTuple):
    """A section as it is read: the words of its heading, its text as words with single blanks
    between them, the 1-based line on which it begins, a digest of how it is built, and the
    programs that it shows or asks about, and the level of its heading (0: it has none)."""

    title: str
    text: str
    line: int
    built: str = ""
    programs: tuple[str, ...] = ()
    level: int = 0

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change when what is read does."""
        return digest(self.text)


class Section(NamedTuple):
    """A section of the source with the state of its translation. ``line``: in the translation, or
    where that lacks it in the source. ``touched``: the translation is not as it was when it was
    called done or copied. ``rebuilt``: the source has other links, items or runs since then.
    ``was``: the id that it has in the translation, where the source has given it another."""

    id: str
    title: str
    words: int
    line: int
    state: State
    touched: bool = False
    rebuilt: bool = False
    was: str = ""


def parts(file: Path) -> dict[str, Part]:
    """The sections of a page by id, in order, but for those in which nothing is read. Raises
    `marks.BadMark`."""
    return parts_of(file.read_text(encoding="utf-8"), file.suffix)


def parts_of(text: str, suffix: str) -> dict[str, Part]:
    """As `parts`, of the text of a page whose file has that suffix."""
    return dict(_parts(text, suffix, settings.dialect()))


@functools.lru_cache(maxsize=1024)
def _parts(text: str, suffix: str, _: Dialect) -> dict[str, Part]:
    markdown = markdown_in(text, suffix)
    lines = as_read(markdown).split("\n")
    headings = sections(markdown)
    ends = [*(heading.line - 1 for heading in headings[1:]), len(lines)][: len(headings)]
    first = headings[0].line - 1 if headings else len(lines)
    description = str(marks.data(text, suffix).get("description") or "")
    holds = structure.built(text, suffix)
    top = holds[structure.TOP]
    found = {DESCRIPTION: Part("", _words([description, *lines[:first]]), 1, *_held(top))}
    for heading, end in zip(headings, ends, strict=True):
        id = heading.id or f"line-{heading.line}"
        inside = _words(lines[heading.line - 1 : end])
        title = _words([lines[heading.line - 1]])
        found[id] = Part(title, inside, heading.line, *_held(holds[id]))
    return {id: part for id, part in found.items() if part.text}


def _held(section: structure.Built) -> tuple[str, tuple[str, ...], int]:
    names = tuple(dict.fromkeys(run.name for run in section.runs))
    return section.digest, names, section.level


def plain(title: str) -> str:
    """The words of a heading, without marks."""
    return _words([as_read(title)]).replace("`", "")


def _words(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def compare(
    source: Mapping[str, Part], translation: Mapping[str, Part], mark: marks.Mark | None
) -> list[Section]:
    """The sections of a page of which ``translation`` is the translation, or the empty mapping
    where there is none yet, in the order of the source."""
    marked = mark.sections if mark else {}
    renamed = _renamed(source, translation, marked)
    found = []
    for id, part in source.items():
        was = renamed.get(id, "")
        here, entry = translation.get(was or id), marked.get(was or id)
        state, touched = _state(part, here, entry)
        # A term of the glossary is built of nothing.
        rebuilt = bool(entry and entry.built and part.built and entry.built != part.built)
        shown = here or part
        found.append(Section(id, shown.title, part.words, shown.line, state, touched, rebuilt, was))
    return found


def _state(part: Part, here: Part | None, entry: Entry | None) -> tuple[State, bool]:
    """The state of a section, and whether its translation has been touched since it was marked."""
    if here is None:
        return State.MISSING, False
    touched = entry is None or (entry.own is not None and entry.own != here.digest)
    current = entry is not None and entry.source == part.digest
    in_words_of_source = here.text == part.text
    if entry is None or entry.copied:
        untouched = entry is not None and not touched
        if untouched or in_words_of_source:
            return State.MISSING, touched
        return (State.UNMARKED if entry is None or current else State.STALE), True
    if not current:
        return (State.MISSING if in_words_of_source else State.STALE), touched
    return (State.AHEAD if touched else State.DONE), touched


def _renamed(
    source: Mapping[str, Part], translation: Mapping[str, Part], marked: Mapping[str, Entry]
) -> dict[str, str]:
    """Sections whose id alone has changed in the source: by their id, the one they had."""
    had = {
        entry.source: id for id, entry in marked.items() if id not in source and id in translation
    }
    lacking = [id for id in source if id not in translation and id not in marked]
    return {id: had[source[id].digest] for id in lacking if source[id].digest in had}


def gone(
    source: Mapping[str, Part], translation: Mapping[str, Part], mark: marks.Mark | None
) -> dict[str, bool]:
    """The sections that only the translation has: True for one that the source had when it was
    marked, False for one that the translation has of itself."""
    marked = mark.sections if mark else {}
    known = {*source, *_renamed(source, translation, marked).values()}
    return {id: id in marked for id in translation if id not in known}


def of_program(source: str | None, here: str | None, entry: Entry | None, known: bool) -> State:
    """The state of a program by its text in the source's language and in the translation's, None
    where that has none. ``known``: whether the mark tells of programs at all."""
    if here is None:
        return State.MISSING
    if source is None or not known:
        return State.DONE
    own, current = words(here), (words(source), logic(source))
    if entry is None:
        return State.MISSING if own == current[0] and _speaks(source) else State.UNMARKED
    if entry.copied and entry.own == own and _speaks(here):
        return State.MISSING
    if (entry.source, entry.built) != current:
        return State.STALE
    if entry.copied:
        return State.UNMARKED
    return State.DONE if entry.own == own else State.AHEAD


def _speaks(source: str) -> bool:
    return words(source) != words("")
