"""Places in a page that a run fills: marks now, HTML as late as possible, so that pages render
while programs still run."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Callable

from markupsafe import Markup, escape

from .programs import Program

_BLOCK = Markup("<div>{}</div>")


class Places:
    """Marks that stand for HTML to come, and in the search index for words to come.

    ``later(make)`` gives a mark; ``fill(text)`` puts what each ``make`` returns in its place, and
    ``fill_index(text)`` what its ``words`` return: without them, the text of the HTML.
    """

    def __init__(self) -> None:
        self._makers: list[tuple[Callable[[], Markup], Callable[[], str]]] = []
        self.broken: set[str] = set()  # what stands in a place instead of what was asked for
        self._mark = f"run-{secrets.token_hex(8)}"  # which no author and no program can write

    def later(self, make: Callable[[], Markup], words: Callable[[], str] | None = None) -> str:
        """A mark for what ``make`` will return when the page is filled."""
        self._makers.append((make, words or (lambda: for_search(make().striptags()))))
        return f"@@{self._mark}-{len(self._makers) - 1}@@"

    def block_later(self, make: Callable[[], Markup], words: Callable[[], str]) -> str:
        """The same for a block of its own, which Markdown puts in no paragraph."""
        return str(_BLOCK.format(self.later(make, words)))

    def failed(self, shown: str) -> Markup:
        """``shown``, noted: it stands where a page asked for something else."""
        self.broken.add(shown)
        return escape(shown)

    def fill(self, text: str) -> str:
        """A page with its marks replaced."""
        return self._fill(text, 0)

    def fill_index(self, text: str) -> str:
        """A text of the search index with its marks replaced."""
        return self._fill(text, 1)

    def _fill(self, text: str, kind: int) -> str:
        mark = rf"@@{self._mark}-(\d+)@@"
        marks = re.compile(f"{_BLOCK.format(Markup(mark))}|{mark}")
        return marks.sub(lambda found: self._makers[int(found[1] or found[2])][kind](), text)


def for_search(text: str) -> Markup:
    """A text for the search index: HTML, but with quotes as readers type them."""
    return Markup(html.escape(text, quote=False))


def line_number(program: Program, code: str) -> int:
    """The number of the only line of ``program`` that contains ``code``.

    Raises LookupError when none or several do.
    """
    lines = program.lines_with(code)
    if len(lines) != 1:
        raise LookupError(
            f"expected one line of {program.where} with {code!r}, came {lines or 'none'}"
        )
    return lines[0]
