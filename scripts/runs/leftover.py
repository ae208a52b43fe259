"""Marks of Markdown that came out as text, where a reader would see them: an admonition with the
wrong quotes, a footnote that is nowhere, attributes behind a blank.

What is text is what `dialect.Dialect` says; here is only said what an author meant by it. Who wants
the characters themselves writes them as code, or with a backslash before them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from .dialect import MARKED, Rendered
from .tags import AROUND


class _Kind(NamedTuple):
    """Text by which a mark is recognised, and what was expected in its place."""

    found: re.Pattern[str]
    expected: str


CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")


def _kind(pattern: str, expected: str) -> _Kind:
    return _Kind(re.compile(pattern, re.M), expected)


BLOCK = '!!! note "Title", and its text indented by four blanks'
TAB = '=== "Title", and the text of the tab indented by four blanks'
LINK = "a link in one piece, [text](page.md)"
VALUE = "{{ part/name.value }} or {{ part/name @ code }}"
KINDS = (
    _kind(r"^[ \t]*(?:!{3,}|\?{3,}\+?)(?=[ \t]*[\w\"“])", BLOCK),
    _kind(r"^[ \t]*(?:/{3}|:{3,})(?=[ \t]*[\w{])|^\[![\w-]+\]|^\.\. [\w-]+::", BLOCK),
    _kind(r"^[ \t]*(?:={3}(?=[ \t]*[!+\w\"“])|={2,}(?=[ \t]*[\"“]))", TAB),
    _kind(
        r"^\|(?=[^|\n]*\|)[^\n]*",
        f"a table with a line |---|---| below its head, and in HTML in {AROUND}",
    ),
    _kind(
        r"^(?:[-*+]|\d{1,2}\))[ \t]+\S[^\n]*",
        f"a list, - or 1., below a blank line, and in HTML in {AROUND}",
    ),
    _kind(r"^(?:\'{3}|\"{3}|´{3}|[‘’]{3})\w*", "the marks of code, ```python, alone on a line"),
    _kind(r"(?<=\n):(?=\w)[^\n]*", "a definition with blanks behind its colon, :   meaning"),
    _kind(r"-+8<-+", "text, for no other file is put into a page"),
    _kind(r"\[\^[^\]\n]+\]|\^\[[^\]\n]+\]", "a footnote that the page has, [^1] and [^1]: text"),
    _kind(r"\[\[ ?[\w/-]+/[\w-]+ ?[.@][^\n]*?\]\]|\(\( ?[\w/-]+/[\w-]+ ?[.@][^\n]*?\)\)", VALUE),
    _kind(r"%%[^%\n]+%%", VALUE),
    _kind(r"\[\[[^\[\]\n]+\]\]", LINK),
    _kind(r"\]\[[^\]\n]*\]", "a link to what the page defines, [text][name] and [name]: address"),
    _kind(r"\]\((?=\S)", LINK),
    _kind(r"\][ \t]+\((?:https?:|#|[^()\s]+\.(?:md|py|html))[^()\s]*\)|\]\{[^{}\n]*\}", LINK),
    _kind(
        r"\{:?[ \t]*[.#][\w-][^{}\n]*\}",
        "attributes right behind a link, a picture, code or *words*, as in [text](page.md){ .y }",
    ),
    _kind(r"\{[%#>+~=-]|[%#]\}", "text, for pages have no templates"),
    _kind(r"(?<!\w):(?:material|fontawesome|octicons|simple)-[\w-]+:", "text or a picture"),
    _kind(r"(?<![\w:]):[a-z][a-z_]+:(?![\w:])", "text or a picture"),
    _kind(r"(?<![\w$])\$(?=\S)[^$\n]*[\^_\\=+][^$\n]*\$(?![\w$])", "text or code, and no formula"),
    _kind(
        r"\w\^[^\s^]+\^|\w~[^\s~]+~|\+\+[a-z][\w+-]*\+\+",
        "text, or HTML such as <sup>2</sup> or <kbd>Ctrl</kbd>",
    ),
    _kind(r"^\[[ xX]\](?= )", "text, for pages have no lists of tasks"),
    _kind(r"(?<![~\w])~~(?=\S)[^~\n]*?\S~~|(?<![=\w])==(?=\S)[^=\n]*?\S==(?!=)", "*text*"),
    _kind(
        r"(?<![\w*])\*\*(?=\S)[^*\n]*(?:\*\*(?![\w*]))?|(?<=\S)\*\*(?![\w*])",
        "**text**, no blanks inside its marks",
    ),
    _kind(r"(?<![\w*])\*(?=\w)[^*\n]*\w\*(?![\w*])", f"*text*, and in HTML in {AROUND}"),
    _kind(r"`(?=[\w(\[{])[^`\n]*", "code between marks, `code`"),
    _kind(r"\S*\\(?=\n)", "a line break, <br>"),
    _kind(r"&[A-Za-z]{2,}\d*;", "a sign that HTML has, as &nbsp;"),
    _kind(r"[｛｝｀]", "braces or marks of the keyboard, {{ }} and ```"),
    _kind(r"<!--", "the end of the comment, -->, before the next blank line"),
)  # fmt: skip
# A box or a tab with nothing in it.
EMPTY = re.compile(
    r'<div class="admonition[^>]*>\s*(?:<p class="admonition-title">[^\n]*</p>\s*)?</div>'
    r'|<details[^>]*>\s*<summary>[^\n]*</summary>\s*</details>|<div class="tabbed-block">\s*</div>'
)
ADDRESSLESS = re.compile(r'<(?:a href|img [^>]*src)=""')
NAMELESS = re.compile(r'<a href="[^"]*"(?: title="[^"]*")?></a>')
FOOTNOTE = re.compile(r" {0,3}\[\^([^\]]+)\]:")
EMPHASIS = re.compile(r"<(?P<tag>em|strong)>(?P<inside>[^<\n]+)</(?P=tag)>")
PROMPT, QUOTED = ">>> ", re.compile(r"<blockquote>\s*" * len(">>>"))
OPENS = re.compile(r"^(?P<margin>[ \t>]*)(?:!{3}|\?{3}\+?|={3}[!+]?)[ \t]*[\w\"]")


def found(
    rendered: Rendered, lines: list[str], code: Collection[int], asked: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """The lines, from 1, with marks that came out as text, and what is told of them. ``lines`` of
    the page; ``code``: the numbers of those that hold none of its Markdown; ``asked``: what the
    marks of the dialect stand in for, by their numbers."""
    there = _Lines(lines, code)
    yield from _of_notes(rendered, there)
    if EMPTY.search(rendered.html):
        yield from _empty(lines, code)
    yield from _lost(rendered.html, there)
    above: tuple[_Kind | None, int] = None, 0
    for text in rendered.texts:
        for kind in KINDS:
            for match in kind.found.finditer(text):
                mark = MARKED.sub(lambda each: asked[int(each[1])], match[0]).strip()
                if line := there.first(mark):
                    before, above = above, (kind, line)
                    if before in ((kind, line - 1), (kind, line)):  # of one table or list
                        continue
                    yield line, f"expected {kind.expected}; came {mark}, which is shown as it is"


def _of_notes(rendered: Rendered, there: _Lines) -> Iterator[tuple[int, str]]:
    """Footnotes to which nothing leads, and those that are lost as another one has the name."""
    for name in rendered.notes:
        note = f"[^{name}]"
        told = (
            f"expected a place in the text with {note}, came {note}: alone, so nothing leads here"
        )
        yield there.first(f"{note}:") or 1, told
    seen: set[str] = set()
    for line, written in there.prose:
        if not (begin := FOOTNOTE.match(written)):
            continue
        if begin[1] in seen:
            came = f"came {begin[0].strip()} again"
            yield line, f"expected one note of each name, {came}: one of them is lost"
        seen.add(begin[1])


def _lost(page: str, there: _Lines) -> Iterator[tuple[int, str]]:
    """What Markdown takes for something else, so that signs or a whole link are not to be seen."""
    if ADDRESSLESS.search(page) and (line := there.first("]()")):
        yield line, "expected an address in a link, [text](page.md); came ](): it leads nowhere"
    if NAMELESS.search(page) and (line := there.first("[](")):
        yield line, "expected words in a link, [text](page.md); came [](: nobody could see it"
    for mark in _starred(page):
        if line := there.first(mark):
            expected = "expected code between marks, or a backslash before each star"
            yield line, f"{expected}, came {mark}, which is shown without its stars"
    if QUOTED.search(page) and (line := there.begins(PROMPT)):
        yield line, f"expected the prompt of Python in ```pycon, came {PROMPT.strip()}: it is lost"


def _starred(page: str) -> Iterator[str]:
    """What stars make words of that was none, as in 2*3*4."""
    for found in EMPHASIS.finditer(page):
        begin, end = found.span()
        inside, around = (
            html.unescape(found["inside"]),
            page[begin - 1 : begin] + page[end : end + 1],
        )
        odd = re.search(r"\s", inside) or around.isdigit()
        if odd and re.fullmatch(r"\w\w", around):
            stars = "*" * (1 + (found["tag"] == "strong"))
            yield f"{stars}{inside}{stars}"


def _empty(lines: list[str], code: Collection[int]) -> Iterator[tuple[int, str]]:
    """The lines that begin a box or a tab with no indented text below."""
    for number, line in enumerate(lines, 1):
        if number in code or not (begin := OPENS.match(line)):
            continue
        margin = begin["margin"] + " " * 4
        below = next((each for each in lines[number:] if each.strip(" \t>")), "")
        if not below.expandtabs(4).startswith(margin):
            expected = TAB if line.lstrip(" \t>").startswith("=") else BLOCK
            yield number, f"expected {expected}; came {line.strip()}: nothing is in it"


class _Lines:
    """The lines of a page that hold its Markdown, by their numbers: as they are, and without code;
    ``others``: what stands on the rest, such as the options of a prediction."""

    def __init__(self, lines: list[str], code: Collection[int]) -> None:
        self.whole = [(n, line) for n, line in enumerate(lines, 1) if n not in code]
        self.prose = [(n, CODE.sub("", line)) for n, line in self.whole]
        self.others = {lines[n - 1].strip(" \t>") for n in code}

    def first(self, mark: str) -> int:
        """The first line that has a mark outside of code in a sentence, or else at all, with no
        backslash before it, or 0: then it was not meant."""
        written = re.compile(rf"(?<!\\){re.escape(mark)}")
        if mark in self.others:
            return 0
        lines = (*self.prose, *self.whole)
        return next((n for n, line in lines if mark in line and written.search(line)), 0)

    def begins(self, mark: str) -> int:
        """The first line that begins with a mark, or 0."""
        return next((n for n, line in self.prose if line.lstrip().startswith(mark)), 0)
