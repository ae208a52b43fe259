"""Marks of Markdown that came out as text, where a reader would see them: an admonition with the
wrong quotes, a footnote that is nowhere, attributes behind a blank.

What is text is what `dialect.Dialect` says; here is only said what an author meant by it. Who wants
the characters themselves writes them as code, or with a backslash before them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from .dialect import Rendered


class _Kind(NamedTuple):
    """Text by which a mark is recognised, and what was expected in its place."""

    found: re.Pattern[str]
    expected: str


def _kind(pattern: str, expected: str) -> _Kind:
    return _Kind(re.compile(pattern, re.M), expected)


BLOCK = '!!! note "Title", and its text indented'
KINDS = (
    _kind(r"^[ \t]*(?:!{3}|\?{3}\+?)(?=[ \t]*[\w\"“])", BLOCK),
    _kind(r"^[ \t]*/{3}(?=[ \t]*\w)", BLOCK),
    _kind(r"^[ \t]*={3}(?=[ \t]*[!+\w\"“])", '=== "Title", and the text of the tab indented'),
    _kind(r"-+8<-+", "text, for no other file is put into a page"),
    _kind(r"\[\^[^\]\s]+\]", "a footnote that the page has, as in [^1] and [^1]: text"),
    _kind(r"\]\[[^\]\n]*\]", "a link to what the page defines, [text][name] and [name]: address"),
    _kind(r"\]\((?=\S)", "a link in one piece, [text](page.md)"),
    _kind(
        r"\{:?[ \t]*[.#][\w-][^{}\n]*\}",
        "attributes right behind a link, a picture, code or *words*, as in [text](page.md){ .y }",
    ),
    _kind(r"\{[%#>+~=-]|[%#]\}", "text, for pages have no templates"),
    _kind(r"(?<!\w):(?:material|fontawesome|octicons|simple)-[\w-]+:", "text or a picture"),
    _kind(r"^\[[ xX]\](?= )", "text, for pages have no lists of tasks"),
    _kind(r"(?<![~\w])~~(?=\S)[^~\n]*?\S~~|(?<![=\w])==(?=\S)[^=\n]*?\S==(?!=)", "*text*"),
    _kind(r"(?<![\w*])\*\*(?=\S)[^*\n]+\*\*(?![\w*])", "**text**, no blanks inside its marks"),
    _kind(r"`(?=[\w(\[{])[^`\n]*", "code between marks, `code`"),
    _kind(r"[｛｝｀]", "braces or marks of the keyboard, {{ }} and ```"),
    _kind(r"<!--", "the end of the comment, -->, before the next blank line"),
)


def found(rendered: Rendered, lines: list[str], code: Collection[int]) -> Iterator[tuple[int, str]]:
    """The lines, from 1, with marks that came out as text, and what is told of them. ``lines`` of
    the page; ``code``: the numbers of those that hold none of its Markdown."""
    for name in rendered.notes:
        note = f"[^{name}]"
        told = (
            f"expected a place in the text with {note}, came {note}: alone, so nothing leads here"
        )
        yield _line(f"{note}:", lines, code) or 1, told
    for text in rendered.texts:
        for kind in KINDS:
            for match in kind.found.finditer(text):
                mark = match[0].strip()
                if line := _line(mark, lines, code):
                    yield line, f"expected {kind.expected}; came {mark}, which is shown as it is"


def _line(mark: str, lines: list[str], code: Collection[int]) -> int:
    """The first line that has a mark with no backslash before it, or 0: then it was not meant."""
    written = re.compile(rf"(?<!\\){re.escape(mark)}")
    numbered = enumerate(lines, 1)
    return next((n for n, line in numbered if n not in code and written.search(line)), 0)
