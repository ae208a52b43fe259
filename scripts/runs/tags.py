"""The tags of a page that a browser would pass over, or end elsewhere than their author meant."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from html.parser import HTMLParser
from typing import NamedTuple

from markdown.util import BLOCK_LEVEL_ELEMENTS
from markupsafe import Markup

from .near import nearest

VOID = set("area base br col embed hr img input link meta source track wbr".split())
DRAWN = {"svg", "math"}  # whose elements are others
# What may stand in the text of a page.
KNOWN = DRAWN | VOID | set(
    "a abbr address article aside audio b bdi bdo blockquote button canvas caption cite code"
    " colgroup data datalist dd del details dfn dialog div dl dt em fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup i iframe ins kbd label legend li main map mark"
    " menu meter nav noscript object ol optgroup option output p param picture pre progress q rp"
    " rt ruby s samp script search section select slot small span strong style sub summary sup"
    " table tbody td template textarea tfoot th thead time tr u ul var video".split()
)  # fmt: skip
# What browsers still show, and HTML has given up.
OBSOLETE = set("acronym big blink center dir font marquee nobr strike tt".split())
# What ends with what it stands in.
OPTIONAL = set("p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp".split())
HEADINGS = {f"h{level}" for level in range(1, 7)}
BOX, BESIDE = "admonition", {"inline", "end"}  # the classes of a box, and of where it stands
UNREAD = "markdown"  # the attribute by which an element asks for Markdown to be read inside
AROUND = Markup("<div {}>").format(UNREAD)
_END = Markup("</{}>")


class Problem(NamedTuple):
    """A tag that is not as it has to be: ``kind``, the name of its element, how it is written, and
    where its text has it, by line from 1. Of a class that no style has, ``tag`` is this, and
    ``known`` are those that there are."""

    kind: str
    tag: str
    raw: str
    line: int
    known: Collection[str] = ()

    @property
    def hides(self) -> bool:
        """Whether what comes behind it may be another thing by it."""
        return self.kind in ("unclosed", "unread")

    @property
    def told(self) -> str:
        """What was expected, what came, what to write."""
        raw, tag = self.raw, self.tag
        instead = f"or write &lt;{raw[1:]} if you mean the characters"
        if self.kind == "unknown":
            meant = nearest(tag, sorted(KNOWN), 0.8)
            return (
                f"expected HTML that a browser knows, came {raw}, which nobody would see: write"
                f" &lt;{raw[1:]}, or code, `…`{meant}"
            )
        if self.kind == "obsolete":
            return f"expected HTML of today, came {raw}: write Markdown, or an element with a class"
        if self.kind == "title":
            came = f"came {tag}, which nobody would see: a title stands between quotes"
            return f'expected !!! note "Title", {came}'
        if self.kind == "class":
            meant = nearest(tag, sorted(self.known))
            return f"expected a class that a style has, came {tag}: mend it, or remove it{meant}"
        if self.kind == "unclosed":
            return f"expected {_END.format(tag)} behind it, came {raw}: close it, {instead}"
        if self.kind == "excess":
            return f"expected <{tag}> before it, came {raw}: remove it, {instead}"
        if self.kind == "heading":
            return f"expected a heading in Markdown, came {raw}: write ## Words {{ #id }}"
        remedy = f"it stands in HTML without it, write {AROUND} around, too"
        if tag not in BLOCK_LEVEL_ELEMENTS:
            remedy += f"; in a line of Markdown, which is read, leave out {UNREAD!r}"
        return f"expected Markdown to be read inside, came {raw}: {remedy}"


class Tags(HTMLParser):
    """Reads HTML, or Markdown with HTML in it. ``classes``: those that may be; ``problems``: what
    is wrong with its tags."""

    def __init__(self, text: str, classes: Collection[str] = ()) -> None:
        super().__init__()
        self.classes = classes
        self.problems: list[Problem] = []
        self._open: list[Problem] = []
        self.feed(text)
        self.close()
        self._unclosed(self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._is_drawn():
            if tag in DRAWN:
                self._open.append(self._here("unclosed", tag))
            return
        if tag not in KNOWN:
            self.problems.append(self._here("obsolete" if tag in OBSOLETE else "unknown", tag))
            return
        names = {name for name, _ in attrs}
        if UNREAD in names:
            self.problems.append(self._here("unread", tag))
        classes = (dict(attrs).get("class") or "").split()
        if self.classes and (tag == "details" or BOX in classes) and (more := _no_kind(classes)):
            self.problems.append(self._here("title", more))
        self.problems += self._unstyled(classes)
        if tag in HEADINGS and "id" not in names:
            self.problems.append(self._here("heading", tag))
        if tag not in VOID:
            self._open.append(self._here("unclosed", tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Outside of drawings a browser takes it for one that begins."""
        if not self._is_drawn() or tag in DRAWN:
            self.handle_starttag(tag, attrs)
        if tag in DRAWN:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._is_drawn() and tag not in DRAWN:
            return
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at].tag == tag:
                self._unclosed(self._open[at + 1 :])
                del self._open[at:]
                return
        line = self.getpos()[0]
        kind = "excess" if tag in KNOWN else "unknown"
        if kind == "excess" or not any(each.tag == tag for each in self.problems):
            self.problems.append(Problem(kind, tag, str(_END.format(tag)), line))

    def _unstyled(self, given: list[str]) -> list[Problem]:
        unknown = [each for each in given if self.classes and each not in self.classes]
        return [self._here("class", each)._replace(known=self.classes) for each in unknown]

    def _unclosed(self, tags: list[Problem]) -> None:
        self.problems += [each for each in tags if each.tag not in OPTIONAL]

    def _is_drawn(self) -> bool:
        return any(each.tag in DRAWN for each in self._open)

    def _here(self, kind: str, tag: str) -> Problem:
        raw = " ".join((self.get_starttag_text() or "").split())
        return Problem(kind, tag, raw, self.getpos()[0])


def _no_kind(classes: list[str]) -> str:
    """What stands behind the kind of a box and says nothing of its place: meant for a title."""
    words = [each for each in classes if each != BOX and each not in BESIDE]
    return " ".join(words[1:])


def found(page: str, source: str, classes: Collection[str] = ()) -> list[Problem]:
    """What is wrong with the tags of a rendered ``page``, by the lines of its ``source``, in which
    there are blanks for code. ``classes``: those that styles have."""
    written = Tags(source).problems
    located = []
    for each in Tags(page, classes).problems:
        same = [other for other in written if (other.kind, other.tag) == (each.kind, each.tag)]
        if same:
            written.remove(same[0])
        line = same[0].line if same else _line(each, source)
        if line and each.kind == "title":  # classes are written small
            as_written = re.search(re.escape(each.tag), source.split("\n")[line - 1], re.I)
            each = each._replace(tag=as_written[0] if as_written else each.tag)
        located += [each._replace(line=line)] if line else []
    # An element in which Markdown is read is ended with what it stands in.
    asking = [each for each in written if each.kind == "unclosed" and f" {UNREAD}" in each.raw]
    return [*located, *(each for each in asking if html.escape(each.raw) not in page)]


def _line(problem: Problem, source: str) -> int:
    """The first line that has a tag as it was written, or one of its name; 0 where none has."""
    if problem.kind == "class":
        given = re.compile(
            rf"(?:!!!|\?\?\?|class=|\{{).*(?<![\w-]){re.escape(problem.tag)}(?![\w-])"
        )
    elif problem.kind == "title":  # not of HTML, which may have many classes
        given = re.compile(rf"(?:!!!|\?\?\?).*\s{re.escape(problem.tag)}(?![\w-])", re.I)
    elif problem.kind == "unread":
        given = re.compile(re.escape(problem.raw))
    else:
        end = "/" * problem.raw.startswith("</")
        given = re.compile(f"<{end}{re.escape(problem.tag)}", re.I)
    return next((n for n, line in enumerate(source.split("\n"), 1) if given.search(line)), 0)
