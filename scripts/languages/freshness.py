"""What a translator has to act on, section by section: what is translated, and what has changed.

A section is a heading with what follows it up to the next one, known by its pinned id; what stands
before the first heading, and the description in the front matter, are the section ``description``.

Rule 1: only what a reader reads counts. Wrapping, emphasis, link targets, code blocks and comments
are not part of a section's digest (code has checks of its own), and neither is its place.
Rule 2: the digest of the *source's* section is what a translation is marked with; git dates and
commits are not asked, they go wrong when history is rewritten or files move.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from . import marks
from .markdown_text import markdown_in, sections
from .prose import as_read

DESCRIPTION = "description"


class State(StrEnum):
    """How a section of a translation stands to its source."""

    DONE = "done"
    STALE = "stale"  # the source reads otherwise since it was translated
    UNMARKED = "unmarked"  # it is translated, but nobody has called it done
    MISSING = "missing"  # it is not there, or still in the words of the source


class Part(NamedTuple):
    """A section as it is read: the words of its heading, its text as words with single blanks
    between them, the 1-based line on which it begins."""

    title: str
    text: str
    line: int

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change when what is read does."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:8]


class Section(NamedTuple):
    """A section of the source with the state of its translation. ``line``: in the translation, or
    where that lacks it in the source."""

    id: str
    title: str
    words: int
    line: int
    state: State


def parts(file: Path) -> dict[str, Part]:
    """The sections of a page by id, in order, but for those in which nothing is read. Raises
    `marks.BadMark`."""
    return parts_of(file.read_text(encoding="utf-8"), file.suffix)


def parts_of(text: str, suffix: str) -> dict[str, Part]:
    """As `parts`, of the text of a page whose file has that suffix."""
    markdown = markdown_in(text, suffix)
    lines = as_read(markdown).split("\n")
    headings = sections(markdown)
    ends = [*(heading.line - 1 for heading in headings[1:]), len(lines)][: len(headings)]
    first = headings[0].line - 1 if headings else len(lines)
    description = str(marks.data(text, suffix).get("description") or "")
    found = {DESCRIPTION: Part("", _words([description, *lines[:first]]), 1)}
    for heading, end in zip(headings, ends, strict=True):
        inside = _words(lines[heading.line - 1 : end])
        found[heading.id or f"line-{heading.line}"] = Part(
            _words([lines[heading.line - 1]]), inside, heading.line
        )
    return {id: part for id, part in found.items() if part.text}


def _words(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def compare(
    source: Mapping[str, Part], translation: Mapping[str, Part], mark: marks.Mark | None
) -> list[Section]:
    """The sections of a page of which ``translation`` is the translation, or the empty mapping
    where there is none yet, in the order of the source."""
    marked = mark.sections if mark else {}
    found = []
    for id, part in source.items():
        here = translation.get(id)
        if here is None or (here.text == part.text and marked.get(id) != part.digest):
            state = State.MISSING
        elif id not in marked:
            state = State.UNMARKED
        else:
            state = State.DONE if marked[id] == part.digest else State.STALE
        line = here.line if here else part.line
        title = here.title if here else part.title
        found.append(Section(id, title, part.words, line, state))
    return found
