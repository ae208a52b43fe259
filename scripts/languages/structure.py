"""What a section is built of besides words: links, admonitions, list items, rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from .markdown_text import sections
from .prose import without_code

LINK = re.compile(r"\]\(\s*<?(?P<target>[^()\s<>]*(?:\([^()]*\))?[^()\s<>]*)>?[^()]*\)")
BLOCK = re.compile(r"^[ \t]*(?P<mark>!!!|\?\?\?\+?|===)[ \t]*(?P<kind>[\w-]*)", re.MULTILINE)
ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.MULTILINE)
ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)


class Built(NamedTuple):
    """What one section holds: how it is called in a message, how often, and where the first is."""

    counts: Counter[str]
    lines: dict[str, int]


def built(markdown: str) -> dict[str, Built]:
    """By id of a section, in order; ``""`` for what stands before the first heading."""
    text = without_code(markdown)
    heads = [(heading.line, heading.id or "") for heading in sections(markdown)]
    lines = text.split("\n")
    starts = [(1, ""), *heads]
    ends = [line - 1 for line, _ in heads] + [len(lines)]
    found = {}
    for (first, id), end in zip(starts, ends, strict=True):
        inside = "\n".join(lines[first - 1 : end])
        counts: Counter[str] = Counter()
        where: dict[str, int] = {}
        for offset, what in _things(inside):
            counts[what] += 1
            where.setdefault(what, first + inside.count("\n", 0, offset))
        found[id] = Built(counts, where)
    return found


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
    parts = urlsplit(target)
    return f"some page of {parts.netloc}" if parts.netloc else target
