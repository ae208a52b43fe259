"""The Markdown of a page as lines: its headings, its fences, the cells of a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from runs.asks import Reading, Section, read
from runs.dialect import Fence

from . import settings

__all__ = [
    "Fence",
    "Section",
    "code_cells",
    "fences",
    "front_matter",
    "markdown_in",
    "markdown_of",
    "reading",
    "sections",
]

CELL = re.compile(r"^# %%(?P<options>.*)$")


def markdown_of(file: Path) -> str:
    """The Markdown of a page, on the lines on which it stands in the file.

    Of a notebook the Markdown cells; every other line is empty.
    """
    return markdown_in(file.read_text(encoding="utf-8"), file.suffix)


def markdown_in(text: str, suffix: str) -> str:
    """As `markdown_of`, of a page's text; ``suffix``: that of its file."""
    if suffix != ".py":
        return text
    return "\n".join(
        re.sub(r"^# ?", "", line) if kind == "markdown" else "" for line, kind in _cells(text)
    )


def code_cells(notebook: str) -> list[tuple[int, str]]:
    """The code cells of a percent-format notebook: the line before each, and its text."""
    found: list[tuple[int, list[str]]] = []
    for number, (line, kind) in enumerate(_cells(notebook), 1):
        if kind == "marker":
            found.append((number, []))
        elif kind == "code" and found:
            found[-1][1].append(line)
    cells = [(line, "\n".join(lines).rstrip() + "\n") for line, lines in found]
    return [(line, text) for line, text in cells if text.strip()]


def _cells(notebook: str) -> Iterator[tuple[str, str]]:
    """Each line with what it is: "head", "marker", "markdown" or "code"."""
    kind = "head"
    for line in notebook.split("\n"):
        if marker := CELL.match(line):
            kind = "markdown" if "[markdown]" in marker["options"] else "code"
            yield line, "marker"
        else:
            yield line, kind


def front_matter(text: str) -> int:
    """How many lines the front matter takes, its two ``---`` included; 0 when there is none."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return 0
    ends = [number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"]
    return ends[0] if ends else 0


def reading(text: str) -> Reading:
    """What Markdown makes of a text: its fences and headings, and what it asks for."""
    return read(text, settings.dialect())


def fences(text: str) -> tuple[Fence, ...]:
    """The fenced blocks of a Markdown text, also those inside admonitions, lists and comments."""
    return reading(text).fences


def sections(text: str) -> tuple[Section, ...]:
    """The headings of a Markdown text, in order; fences, comments and front matter hold none."""
    return reading(text).sections
