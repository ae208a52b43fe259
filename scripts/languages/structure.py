"""What a section is built of besides words: links, admonitions, items, rows of tables, runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from runs.asks import Reading

from .fingerprint import digest, logic
from .markdown_text import code_cells, markdown_in, reading
from .prose import without_code

LINK = re.compile(r"\]\(\s*<?(?P<target>[^()\s<>]*(?:\([^()]*\))?[^()\s<>]*)>?[^()]*\)")
BLOCK = re.compile(r"^[ \t]*(?P<mark>!!!|\?\?\?\+?|===)[ \t]*(?P<kind>[\w-]*)", re.MULTILINE)
ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.MULTILINE)
ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
IN_A_SENTENCE = ("value", "line", "program", "block")  # what is asked for there
TOP = ""  # the id of what stands before the first heading


class Run(NamedTuple):
    """A fence that shows a run: what stands behind its marks, the program's name, its line."""

    info: str
    name: str
    line: int


class Built(NamedTuple):
    """What one section holds. ``counts``: how each thing is called in a message, and how often;
    ``lines``: where the first is; ``values``: what it takes from runs; ``cells``: of a notebook,
    the line before each code cell, and its text."""

    level: int
    line: int
    counts: Counter[str]
    lines: dict[str, int]
    runs: tuple[Run, ...]
    values: tuple[str, ...]
    cells: tuple[tuple[int, str], ...]

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change when what is compared of a section does."""
        runs = [run.info for run in self.runs]
        cells = [logic(text) for _, text in self.cells]
        return digest(repr((self.level, sorted(self.counts.items()), runs, self.values, cells)))


def built(text: str, suffix: str = ".md") -> dict[str, Built]:
    """By id of a section, in order; `TOP` for what stands before the first heading. ``text``: of a
    page, ``suffix``: that of its file."""
    markdown = markdown_in(text, suffix)
    page = reading(markdown)
    headings = page.sections
    bare = without_code(markdown).split("\n")
    starts = [(1, TOP, 0), *((h.line, h.id or f"line-{h.line}", h.level) for h in headings)]
    ends = [line - 1 for line, _, _ in starts[1:]] + [len(bare)]
    runs = list(runs_of(page))
    values = [(ask.line, ask.raw) for ask in page.asks if ask.kind in IN_A_SENTENCE]
    cells = code_cells(text) if suffix == ".py" else []
    found = {}
    for (first, id, level), end in zip(starts, ends, strict=True):
        inside = "\n".join(bare[first - 1 : end])
        counts: Counter[str] = Counter()
        lines: dict[str, int] = {}
        for offset, what in _things(inside):
            counts[what] += 1
            lines.setdefault(what, first + inside.count("\n", 0, offset))
        found[id] = Built(
            level,
            first,
            counts,
            lines,
            tuple(run for run in runs if first <= run.line <= end),
            tuple(raw for line, raw in values if first <= line <= end),
            tuple(cell for cell in cells if first <= cell[0] <= end),
        )
    return found


def runs_of(page: Reading) -> Iterator[Run]:
    """The fences of a page that show runs or ask about them, written alike but for their quotes."""
    for ask in page.asks:
        if ask.fence and ask.name:
            options = {"run": ask.name, **dict(sorted(ask.options.items()))}
            given = " ".join(f'{key}="{value}"' for key, value in options.items())
            yield Run(f"{ask.opens} {given}", ask.name, ask.line)
        elif ask.kind == "figure":  # of an exercise
            yield Run("", ask.name, ask.line)


def _things(text: str) -> Iterator[tuple[int, str]]:
    for link in LINK.finditer(text):
        yield link.start(), f"a link to {_target(link['target'])}"
    for block in BLOCK.finditer(text):
        yield block.start(), " ".join(filter(None, (block["mark"], block["kind"])))
    for pattern, what in ((ITEM, "an item of a list"), (ROW, "a row of a table")):
        for each in pattern.finditer(text):
            yield each.start(), what


def _target(target: str) -> str:
    """Of another site only the host counts: a translation may lead to the page in its language."""
    try:
        host = urlsplit(target).netloc
    except ValueError:  # no address, as the last look at the site tells
        host = ""
    return f"some page of {host}" if host else target
