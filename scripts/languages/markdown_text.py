"""The Markdown of a page as lines: its headings, its fences, the cells of a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")
HEADING = re.compile(r"^(?P<marks>#{1,6})(?P<title>.*?)#*$")  # Python-Markdown asks for no blank
UNDERLINE = re.compile(r"^(=+|-+) *$")
ATTRIBUTES = re.compile(r"\s*\{:?\s*(?P<inside>[^{}]*)\}\s*$")
CELL = re.compile(r"^# %%(?P<options>.*)$")


class Section(NamedTuple):
    """A heading: its pinned id (None when it has none), its level 1 to 6, its 1-based line."""

    id: str | None
    level: int
    title: str
    line: int

    def __str__(self) -> str:
        return f"{'#' * self.level} {self.title} {{ #{self.id} }}"


class Fence(NamedTuple):
    """A fenced block: what follows the opening marks, blanks folded, and its lines from 1.

    ``last`` is the line of the closing marks, or None when the fence is never closed.
    """

    info: str
    first: int
    last: int | None


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


def fences(text: str) -> list[Fence]:
    """The outermost fenced blocks of a Markdown text, also those inside admonitions."""
    found: list[Fence] = []
    marks = ""
    for number, line in enumerate(text.split("\n"), 1):
        fence = FENCE.match(line)
        if not marks and fence:
            marks = fence["marks"]
            found.append(Fence(" ".join(fence["info"].split()), number, None))
        elif marks and line.strip(" \t>").startswith(marks) and not line.strip(" \t>" + marks[0]):
            marks = ""
            found[-1] = found[-1]._replace(last=number)
    return found


def sections(text: str) -> list[Section]:
    """The headings of a Markdown text, in order; fences and front matter hold none."""
    lines = _outside_fences(text)
    found = []
    for number, line in enumerate(lines, 1):
        if heading := HEADING.match(line):
            found.append(_section(heading["title"], len(heading["marks"]), number))
        elif _is_underlined(lines, number):
            found.append(_section(line, 1 if lines[number].startswith("=") else 2, number))
    return found


def _outside_fences(text: str) -> list[str]:
    lines = text.split("\n")
    hidden = set(range(front_matter(text)))
    for fence in fences(text):
        hidden |= set(range(fence.first - 1, fence.last or len(lines)))
    return ["" if number in hidden else line for number, line in enumerate(lines)]


def _is_underlined(lines: list[str], number: int) -> bool:
    """Whether a line alone has ``===`` or ``---`` below it, which makes it a heading too."""
    before = lines[number - 2] if number > 1 else ""
    line, below = lines[number - 1], lines[number] if number < len(lines) else ""
    return bool(line.strip() and not before.strip() and UNDERLINE.match(below))


def _section(title: str, level: int, line: int) -> Section:
    attributes = ATTRIBUTES.search(title)
    if not attributes:
        return Section(None, level, title.strip(), line)
    ids = re.findall(r"(?:^|\s)#(\S+)", attributes["inside"])
    return Section(ids[-1] if ids else None, level, title[: attributes.start()].strip(), line)
