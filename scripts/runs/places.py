"""Places in a page that a run fills: marks now, HTML as late as possible, so that pages render
while programs still run. ``{{ name.value }}`` is a value, ``{{ name @ code }}`` a line's number,
``[text](moment:name.moment)`` a link to a named moment of a recorded run on the same page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from .programs import Program

TAG = re.compile(r"<[^>]+>")
VALUE = re.compile(r"(?<!`)\{\{ *([\w/-]+/[\w-]+)\.(\w+) *\}\}")
LINE = re.compile(r"(?<!`)\{\{ *([\w/-]+/[\w-]+) *@ *(.+?) *\}\}")
MOMENT = re.compile(
    r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]\(moment:(?P<name>[\w/-]+)\.(?P<moment>[\w-]+)\)"
)


class Places:
    """Marks that stand for HTML to come, and in the search index for words to come.

    ``later(make)`` gives a mark; ``fill(text)`` puts what each ``make`` returns in its place, and
    ``fill_index(text)`` what its ``words`` return: without them, the text of the HTML.
    """

    def __init__(self) -> None:
        self._makers: list[tuple[Callable[[], str], Callable[[], str]]] = []
        self._mark = f"run-{secrets.token_hex(8)}"  # which no author and no program can write

    def later(self, make: Callable[[], str], words: Callable[[], str] | None = None) -> str:
        """A mark for what ``make`` will return when the page is filled."""
        self._makers.append((make, words or (lambda: TAG.sub("", make()))))
        return f"@@{self._mark}-{len(self._makers) - 1}@@"

    def block_later(self, make: Callable[[], str], words: Callable[[], str]) -> str:
        """The same for a block of its own, which Markdown puts in no paragraph."""
        return f"<div>{self.later(make, words)}</div>"

    def fill(self, text: str) -> str:
        """A page with its marks replaced."""
        return self._fill(text, 0)

    def fill_index(self, text: str) -> str:
        """A text of the search index with its marks replaced."""
        return self._fill(text, 1)

    def _fill(self, text: str, kind: int) -> str:
        marks = re.compile(rf"(?P<open><div>)?@@{self._mark}-(?P<number>\d+)@@(?(open)</div>)")
        return marks.sub(lambda mark: self._makers[int(mark["number"])][kind](), text)


def replace_values(markdown: str, put: Callable[[str, str], str]) -> str:
    """``markdown`` with each ``{{ name.value }}`` replaced by ``put(name, value)``."""
    return VALUE.sub(lambda found: put(found[1], found[2]), markdown)


def replace_lines(markdown: str, put: Callable[[str, str], str]) -> str:
    """``markdown`` with each ``{{ name @ code }}`` replaced by ``put(name, code)``."""
    return LINE.sub(lambda found: put(found[1], found[2]), markdown)


def replace_moments(markdown: str, address: Callable[[str, str], str]) -> str:
    """``markdown`` with each link to a moment as HTML, whose text stays Markdown: MkDocs would look
    for its address among the headings. ``address(name, moment)`` gives it."""

    def link(found: re.Match[str]) -> str:
        href = address(found["name"], found["moment"])
        return f'<a class="moment" href="{href}">{found["text"]}</a>'

    return MOMENT.sub(link, markdown)


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
