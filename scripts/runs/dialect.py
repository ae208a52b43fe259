"""The Markdown that pages are written in: Python-Markdown with the extensions of ``mkdocs.yml``.

Rule 1: what is a fence, code, a comment, a heading or prose is what Python-Markdown makes of it.
Nothing here, and nothing that uses it, tells these apart by a pattern of its own.

Python-Markdown keeps no line numbers. So the lines of fences are taken where superfences finds
them, and all else is asked by *marks*: a word that means nothing to Markdown is put where a thing
stands, the text is rendered, and where the word comes out says what the thing is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any, NamedTuple
from xml.etree import ElementTree

import markdown_exec
from markdown import Extension, Markdown
from markupsafe import Markup
from pymdownx.superfences import (
    RE_OPTIONS,
    SuperFencesBlockPreprocessor,
    highlight_validator,
)

from .tags import UNREAD, VOID

NO_ID = "heading-without-id"
FENCES = "fenced_code_block"
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CODE = {"code", "pre", "script", "style"}
BACK = "#fnref:"  # how the link from a footnote back to the text begins
MARK = "zq{}qz"  # letters and digits: no extension gives them a meaning
MARKED = re.compile(r"zq(\d+)qz")
GOES_ON = "\xa0"  # a blank that begins no line
_PLACE = Markup('<div data-fence="{}"></div>')
ASKED = re.compile(r"zqfence(\d+)qz")


class Fence(NamedTuple):
    """A fenced block that Markdown takes for one.

    ``language`` and ``options`` as its first line gives them; ``lines``: of its first and its last
    marks, from 1; ``code``: what is between. ``runs``: whether it asks for a run, so that its
    options are for us and not for the highlighter. ``margin``: what stands before its marks (blanks
    and ``>``); ``marks``: these.
    """

    language: str
    options: Mapping[str, str]
    lines: tuple[int, int]
    code: str
    runs: bool
    margin: str
    marks: str


class Place(NamedTuple):
    """Where a mark came out. ``kind``: ``text``, ``heading``, ``code``, ``comment``, ``attribute``,
    of a fence with text ``unread`` where none of its Markdown is read, or, where the mark is not to
    be seen, ``gone``. ``tag``: the element, or the one of which it is
    an ``attribute``. ``id`` and ``level`` (1 to 6) of a heading, whose id is None when it has
    none."""

    kind: str
    tag: str = ""
    attribute: str = ""
    id: str | None = None
    level: int = 0


GONE = Place("gone")


class Rendered(NamedTuple):
    """``marks``: where they came out, by the number in `MARK`; ``fences``, by their number from 0;
    ``texts``: the pieces of text that a reader sees outside of code, behind `GOES_ON` where it does
    not begin a line; ``notes``: the names of footnotes to which nothing refers; ``html``: all."""

    marks: Mapping[int, Place]
    fences: Mapping[int, Place]
    texts: Sequence[str]
    notes: Sequence[str]
    html: str


class Dialect:
    """``extensions`` and their ``configs`` as ``mkdocs.yml`` has them; ``asking``: the languages of
    fences that are for us, whatever their options (``predict``), each with the number of lines
    ``---`` that divide its text (-1: all of them). ``classes``: those that styles have; of others
    it is told, unless it is not known."""

    def __init__(
        self,
        extensions: Sequence[str],
        configs: Mapping[str, Mapping[str, Any]],
        asking: Mapping[str, int] = {"predict": 1, "exercise": -1},
        classes: Collection[str] = (),
    ) -> None:
        self.asking, self.classes = asking, classes
        self._found: list[Fence] = []
        own = {name: dict(config) for name, config in configs.items()}
        own.setdefault("toc", {})["slugify"] = lambda *_: NO_ID
        star = {"name": "*", "class": "", "validator": self._accepts, "format": self._formatted}
        own.setdefault("pymdownx.superfences", {})["custom_fences"] = [star]
        self._markdown = Markdown(extensions=[*extensions, _Lines(self)], extension_configs=own)

    def fences(self, text: str) -> list[Fence]:
        """The fences of a text, in order; also those in comments and in indented code."""
        self._found = []
        lines = self._markdown.reset().preprocessors["normalize_whitespace"].run(text.split("\n"))
        self._markdown.preprocessors[FENCES].run(lines)
        return self._found

    def places(self, text: str) -> Rendered:
        """Where the marks and the fences of ``text`` come out, and what a reader sees of it."""
        self._found = []
        whole = self._markdown.reset().convert(text)
        page = _Page(whole, self._markdown.is_block_level)
        notes = tuple(name for name in page.notes if f"fnref:{name}" not in page.ids)
        return Rendered(page.marks, page.fences, tuple(page.texts), notes, whole)

    def is_plain(self, text: str) -> bool:
        """Whether Markdown shows a text as it is written, with no mark, tag or entity."""
        text = text.strip()
        shown = self._markdown.reset().convert(text).removeprefix("<p>").removesuffix("</p>")
        return "{{" not in text and "<" not in shown and html.unescape(shown) == text

    def _accepts(
        self, language: str, inputs: dict[str, str], options: dict[str, Any], attrs: Any, md: Any
    ) -> bool:
        """Superfences asks whether it may take a fence for one: what would the site say?"""
        runs = language in self.asking or (
            language == "python" and markdown_exec.validator(language, dict(inputs), {}, {}, md)
        )
        options["given"], options["runs"] = dict(inputs), runs
        return runs or highlight_validator(language, dict(inputs), {}, attrs, md)

    def _formatted(
        self, source: str, language: str, _: str, options: dict[str, Any], md: Any, **__: Any
    ) -> Any:
        lines = md.preprocessors[FENCES]
        # The word stands in an attribute: in a comment or in indented code it is no element.
        mark = f"zqfence{len(self._found)}qz"
        self._found.append(
            Fence(
                language or "",
                options["given"],
                lines.at,
                source,
                options["runs"],
                lines.ws,
                lines.fence,
            )
        )
        if language not in self.asking:
            return str(_PLACE.format(mark))
        block = ElementTree.Element("form", {"data-fence": mark})
        for part in source.split("\n---\n", self.asking[language]):
            # Its text is Markdown of the page: md_in_html reads it where the block stands.
            ElementTree.SubElement(block, "div", {UNREAD: "block"}).text = part
        return block


def option_names(line: str) -> list[str]:
    """The names that have a value in the first line of a fence, in order; one may come twice."""
    return [found["key"] for found in RE_OPTIONS.finditer(line) if found["quot"]]


class _Lines(Extension):  # type: ignore[misc]
    """Superfences as the site has it, which also tells on which lines a fence stands."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self.dialect = dialect

    def extendMarkdown(self, md: Markdown) -> None:
        found: Any = md.preprocessors[FENCES]
        ours = _Fences(md)
        ours.config, ours.extension = found.config, found.extension
        md.preprocessors.register(ours, FENCES, 25)  # where superfences registers its own


class _Fences(SuperFencesBlockPreprocessor):  # type: ignore[misc]
    at = (0, 0)

    def process_nested_block(self, ws: str, content: str, start: int, end: int) -> None:
        self.at = start + 1, end
        super().process_nested_block(ws, content, start, end)


class _Page(HTMLParser):
    """Where marks and fences stand in a rendered page."""

    def __init__(self, page: str, is_block: Callable[[str], bool]) -> None:
        super().__init__()
        self.is_block = is_block
        self.marks: dict[int, Place] = {}
        self.fences: dict[int, Place] = {}
        self.texts: list[str] = []
        self.notes: list[str] = []
        self.ids: set[str] = set()
        self._open: list[tuple[str, str | None]] = []
        self._fence = -1  # the last one with text
        self._last = ""  # the tag before the text
        self.feed(page)
        self.close()

    def _note(self, text: str, place: Place) -> None:
        for found in MARKED.finditer(text):
            self.marks.setdefault(int(found[1]), place)
        for found in ASKED.finditer(text):
            here = self._here()
            shown = here if here.kind == "code" else place
            self.fences.setdefault(int(found[1]), shown)
            self._fence = int(found[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self._note(value or "", Place("attribute", tag, name))
            if name == "id":
                self.ids.add(value or "")
            elif name == "href" and (value or "").startswith(BACK):
                self.notes.append((value or "").removeprefix(BACK))
        if UNREAD in dict(attrs) and self._fence in self.fences and self._here().kind != "code":
            self.fences[self._fence] = Place("unread")
        self._last = tag
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("id")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._last = tag
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        place = self._here()
        self._note(data, place)
        if place.kind in ("text", "heading"):
            begins = not self._last or self.is_block(self._last)
            self.texts.append(data if begins else GOES_ON + data)

    def handle_comment(self, data: str) -> None:
        self._note(data, Place("comment"))

    def _here(self) -> Place:
        if code := next((tag for tag, _ in self._open if tag in CODE), ""):
            return Place("code", code)
        for tag, id in reversed(self._open):
            if level := HEADINGS.get(tag):
                pinned = None if re.fullmatch(rf"{NO_ID}(_\d+)?", id or NO_ID) else id
                return Place("heading", tag, id=pinned, level=level)
        return Place("text", self._open[-1][0] if self._open else "")
