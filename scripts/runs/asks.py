"""What a page asks for: the one reader, used by check, build, serve, translate, measure and tests.

A page asks for a run by a fence of its own, for a prediction by a ``predict`` fence, for a value by
``{{ program.value }}``, for the number of a line by ``{{ program @ code }}``, for a block that the
site makes by ``{{ glossary }}``; a link to ``moment:program.name`` asks for a moment of a recorded
run, one to ``term:id`` for a term of the glossary.

Rule 1: whether something is asked for or only shown (in code, in a comment) is what
`dialect.Dialect` says, that is Python-Markdown itself.
Rule 2: what looks like asking and is not understood is a fault, with its line: nothing that an
author meant as a run comes out as code, and no brace as a brace.
Rule 3: only the form is read here. Whether there is such a program is for `asked` to say.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .dialect import GONE, MARK, Dialect, Fence, Place
from .programs import nearest

RUN = '```python exec="on" run="part/name"'
PREDICT = '```predict run="part/name"'
BRACES = "{{ part/name.value }} or {{ part/name @ code }}"
BLOCKS = ("glossary", "translations")  # which the site makes

VALUE = re.compile(r"(?P<name>[\w/-]+/[\w-]+)\.(?P<what>\w+)")
LINE = re.compile(r"(?P<name>[\w/-]+/[\w-]+) *@ *(?P<what>.+)")
# What may be meant as braces of ours: whole, half of them, or a program in single ones.
# An editor may have broken the line inside.
BRACED = re.compile(
    r"\{\{(?P<inside>(?:[^{}\n]|\n(?!\s*\n)|\{[^{}\n]*\})*)\}\}"
    r"|\{\{[^{}\n]*\}?|\{?[^{}\n]{0,80}\}\}|\{ *[\w/-]+/[\w-]+ *(?:\.\w+|@[^{}\n]*) *\}"
)
LINKED = re.compile(r"\b(?P<scheme>moment|term):(?P<target>[^\s()<>\"'`]+)")
MOMENT = re.compile(r"(?P<name>[\w/-]+/[\w-]+)\.(?P<what>[\w-]+)")
ATTRIBUTES = r"(?P<tail>[ \t]*(?:\{:?[^{}]*\}[ \t]*)?#*[ \t]*)$"
HEADING = re.compile(
    r"^(?P<head>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?P<marks>#{1,6})(?P<title>.*?))" + ATTRIBUTES
)
UNDERLINE = re.compile(r"^[ \t>]*(=+|-+)[ \t]*$")
TITLE = re.compile(r"^(?P<head>[^#].*?)" + ATTRIBUTES)
LOOSE = re.compile(
    r"^(?P<margin>(?:[ \t>]|[-*+:][ \t]|\d+[.)][ \t])*)(?P<marks>`{3,}|~{3,})(?P<info>.*)$"
)
END = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*")
OPTIONS = {"run", "exec", "show", "mark"}
ASKING = re.compile(r"\b(?:run|exec|show|mark)\s*=|\bpredict\b")


class Ask(NamedTuple):
    """One thing that a page asks for.

    ``kind``: ``figure``, ``prediction``, ``value``, ``line``, ``block``, ``moment`` or ``term``.
    ``line``: from 1. ``raw``: as it is written. ``span``: where it stands in the text, in
    characters; of a fence its first line. ``name``: of the program (or the id of the term, the name
    of the block); ``what``: the value, the code of a line, the moment. ``options`` of a fence,
    without ``exec`` and ``run``. ``fence``: the block itself. ``wrong``: a sentence, if it is not
    written as it must be.
    """

    kind: str
    line: int
    raw: str
    span: tuple[int, int]
    name: str
    what: str = ""
    options: Mapping[str, str] = {}
    fence: Fence | None = None
    wrong: str = ""


class Section(NamedTuple):
    """A heading: its pinned id (None when it has none), its level 1 to 6, its 1-based line."""

    id: str | None
    level: int
    title: str
    line: int

    def __str__(self) -> str:
        return f"{'#' * self.level} {self.title} {{ #{self.id} }}"


class Fault(NamedTuple):
    """A line, from 1, and a sentence: what was expected, what came, what to write."""

    line: int
    text: str


@dataclass(frozen=True)
class Reading:
    """A page as it was read. ``text``: what spans are of; where the marks of a fence were no marks,
    with good ones. ``fences``: all that Markdown takes for one, in comments and indented code too;
    ``asks`` and ``sections`` in the order of their lines."""

    text: str
    fences: tuple[Fence, ...]
    asks: tuple[Ask, ...]
    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]

    def like(self, ask: Ask) -> Ask | None:
        """The ask of this reading that is written like ``ask``, of another reading of the page."""
        return next((a for a in self.asks if (a.kind, a.raw) == (ask.kind, ask.raw)), None)


@functools.lru_cache(maxsize=4096)
def read(text: str, dialect: Dialect) -> Reading:
    """The page whose Markdown is ``text``."""
    return _Reader(text, dialect).reading()


class _Candidate(NamedTuple):
    """What may ask, and is marked to see what Markdown makes of it."""

    kind: str  # "braces", "link" or "heading"
    span: tuple[int, int]  # what the mark stands in for; of a heading, where it is put
    found: re.Match[str]
    line: int


@dataclass(frozen=True)
class _Problem:
    """A line that looks like the marks of a fence; ``fence``: the one that took it in."""

    line: int
    match: re.Match[str]
    fence: Fence | None = None

    def __lt__(self, other: _Problem) -> bool:
        return self._first() < other._first()

    def _first(self) -> int:
        return self.fence.lines[0] if self.fence else self.line


class _Reader:
    def __init__(self, text: str, dialect: Dialect) -> None:
        self.dialect = dialect
        self.found: list[Ask | Fault] = []
        self.wrong: dict[int, str] = {}  # by line, of fences that were made good
        self.lines = without_front_matter(text).split("\n")
        self.found += _in_front_matter(text)
        self.fences = dialect.fences("\n".join(self.lines))
        self._mend()
        self.text = "\n".join(self.lines)
        self.starts = [0, *itertools.accumulate(len(line) + 1 for line in self.lines)]

    def reading(self) -> Reading:
        candidates = list(self._candidates())
        marks, places = self.dialect.places(self._marked(candidates))
        sections: list[Section] = []
        for number, fence in enumerate(self.fences):
            self.found += self._of_fence(fence, places.get(number, GONE))
        for number, candidate in enumerate(candidates):
            place = marks.get(number, GONE)
            if candidate.kind == "heading":
                sections += self._section(candidate, place)
            elif place.kind not in ("code", "comment", "gone"):
                self.found += self._of_text(candidate, place)
        asks = sorted((each for each in self.found if isinstance(each, Ask)), key=lambda a: a.span)
        faults = sorted({each for each in self.found if isinstance(each, Fault)})
        return Reading(self.text, tuple(self.fences), tuple(asks), tuple(sections), tuple(faults))

    # -- candidates and their marks

    def _candidates(self) -> Iterator[_Candidate]:
        code = self._lines_of_code()
        for found in BRACED.finditer(self.text):
            yield from self._outside(code, "braces", found.span(), found)
        for found in LINKED.finditer(self.text):
            yield from self._outside(code, "link", found.span("target"), found)
        for number, line in enumerate(self.lines, 1):
            below = self.lines[number] if number < len(self.lines) else ""
            title = HEADING.match(line) or (UNDERLINE.match(below) and TITLE.match(line))
            if title:
                end = self.starts[number - 1] + title.end("head")
                yield from self._outside(code, "heading", (end, end), title)

    def _lines_of_code(self) -> set[int]:
        """The lines of fences that hold no Markdown of the page."""
        return {
            number
            for fence in self.fences
            for first, last in [fence.lines]
            for number in range(first, last + 1)
            if number == first or fence.language not in self.dialect.asking
        }

    def _outside(
        self, code: set[int], kind: str, span: tuple[int, int], found: re.Match[str]
    ) -> Iterator[_Candidate]:
        line = bisect.bisect_right(self.starts, span[0])
        if line not in code:
            yield _Candidate(kind, span, found, line)

    def _marked(self, candidates: list[_Candidate]) -> str:
        """The text with a mark for each candidate; one that overlaps another gets none."""
        pieces, end = [], 0
        numbered = sorted(enumerate(candidates), key=lambda pair: (pair[1].span, pair[0]))
        for number, candidate in numbered:
            first, last = candidate.span
            if first >= end:
                blank = " " if candidate.kind == "heading" else ""
                pieces += [self.text[end:first], blank + MARK.format(number)]
                end = last
        return "".join([*pieces, self.text[end:]])

    # -- fences

    def _of_fence(self, fence: Fence, place: Place) -> Iterator[Ask | Fault]:
        line, given = fence.lines[0], dict(fence.options)
        raw = self.lines[line - 1].strip(" \t>")
        if place.kind == "comment" or not (fence.runs or OPTIONS & given.keys()):
            return
        if place is GONE:
            yield Fault(line, f"indented by four blanks this is code, not a run: {_told(raw)}")
        elif not fence.runs:
            yield Fault(line, f"this is shown as code, and nothing is run: {_told(raw)}")
        else:
            given.pop("exec", None)
            kind = "prediction" if fence.language in self.dialect.asking else "figure"
            span, name = (self.starts[line - 1], self.starts[line] - 1), given.pop("run", "")
            wrong = self.wrong.get(line, "" if name else _told(raw))
            if wrong and line not in self.wrong:
                yield Fault(line, wrong)
            yield Ask(kind, line, raw, span, name, "", given, fence, wrong)

    def _mend(self) -> None:
        """Make good what looks like the marks of a fence and is none, and fences without an end,
        the first one first: an open fence hides the others from superfences."""
        passed: set[int] = set()
        while found := min(
            filter(None, (self._loose(passed), self._unclosed(passed))), default=None
        ):
            passed.add(found.line)
            if found.fence:
                self._close(found.fence, found.line)
            else:
                self._make_good(found.line, found.match)

    def _loose(self, passed: set[int]) -> _Problem | None:
        """The first line outside of all fences that looks like the marks of one."""
        inside = {n for each in self.fences for n in range(each.lines[0], each.lines[1] + 1)}
        for number, line in enumerate(self.lines, 1):
            match = LOOSE.match(line)
            if match and number not in inside and number not in passed:
                inline = match["marks"][0] == "`" and "`" in match["info"]
                if not inline or ASKING.search(match["info"]):
                    return _Problem(number, match)
        return None

    def _unclosed(self, passed: set[int]) -> _Problem | None:
        """The first fence that took in the beginning of a run with the same marks."""
        for fence in self.fences:
            for number in range(fence.lines[0] + 1, fence.lines[1]):
                match = LOOSE.match(self.lines[number - 1])
                same = match and match["marks"].startswith(fence.marks)
                if match and same and number not in passed and ASKING.search(match["info"]):
                    return _Problem(number, match, fence)
        return None

    def _wrong(self, number: int, text: str) -> None:
        self.wrong[number] = text
        self.found.append(Fault(number, text))

    def _set(self, number: int, line: str) -> None:
        self.lines[number - 1] = line
        self.fences = self.dialect.fences("\n".join(self.lines))

    def _close(self, fence: Fence, number: int) -> None:
        """Close a fence above the line ``number``, which it took in."""
        first = fence.lines[0]
        raw = self.lines[first - 1].strip(" \t>")
        self._wrong(first, _no_end(raw))
        if number - 1 > first:
            self._set(number - 1, fence.margin + fence.marks)
        else:
            self._set(first, "")

    def _make_good(self, number: int, match: re.Match[str]) -> None:
        """Make of a loose line the marks of a run without a name, so that a page shows what is
        wrong there; where that makes no fence either, take it away with its end."""
        line, lines, before = match[0], list(self.lines), self.fences
        raw, asks = line.strip(" \t>"), ASKING.search(match["info"])
        if asks and "`" not in match["info"]:
            self._set(number, f'{match["margin"]}{match["marks"]}python exec="on"')
        if not any(fence.lines[0] == number for fence in self.fences):
            self._set(number, "")
            ends = (n for n in range(number, len(lines)) if END.fullmatch(lines[n]))
            if asks and "`" not in match["info"] and (end := next(ends, 0)):
                self._set(end + 1, "")
        others = [fence for fence in self.fences if fence.lines[0] != number]
        if self._is_shown(number, line, others == before):
            self.lines, self.fences = lines, before
            return
        margin = match["margin"]
        open_ = self.dialect.fences(f"{line}\n{margin}{match['marks']}") or not asks
        self._wrong(number, _no_end(raw) if open_ else _told(raw))

    def _is_shown(self, number: int, line: str, alone: bool) -> bool:
        """Whether a loose line stands in a comment or in code, and does no harm to others."""
        lines = list(self.lines)
        lines[number - 1] = line + " " + MARK.format(0)
        place = self.dialect.places("\n".join(lines))[0].get(0, GONE)
        shown = ("comment",) if ASKING.search(line) else ("comment", "code")
        return alone and place.kind in shown

    # -- text

    def _of_text(self, candidate: _Candidate, place: Place) -> Iterator[Ask | Fault]:
        found, line = candidate.found, candidate.line
        if candidate.kind == "link":
            yield self._of_link(candidate, place)
            return
        inside = " ".join((found["inside"] or "").split())
        raw = " ".join(found[0].split())
        if place.kind == "attribute":
            yield Fault(line, f"expected {raw} in a sentence, came in an address or a title")
        elif place.kind == "heading":
            yield Fault(
                line,
                f"expected a heading without values, which the table of contents cannot show, came"
                f" {raw}: put the value in a sentence",
            )
        elif inside in BLOCKS:
            yield Ask("block", line, raw, candidate.span, inside)
        elif value := VALUE.fullmatch(inside):
            yield Ask("value", line, raw, candidate.span, value["name"], value["what"])
        elif code := LINE.fullmatch(inside):
            yield Ask("line", line, raw, candidate.span, code["name"], code["what"])
        else:
            near = nearest(inside, list(BLOCKS)) if inside else ""
            yield Fault(
                line, f"expected {BRACES}, came {raw}{near} (in code, it is shown as it is)"
            )

    def _of_link(self, candidate: _Candidate, place: Place) -> Ask | Fault:
        found, line = candidate.found, candidate.line
        scheme, target = found["scheme"], found["target"]
        written = f"{scheme}:{target}"
        if (place.kind, place.tag, place.attribute) != ("attribute", "a", "href"):
            return Fault(line, f"expected a link, [text]({written}), came {written} in the text")
        if scheme == "term":
            return Ask("term", line, written, candidate.span, target)
        if moment := MOMENT.fullmatch(target):
            return Ask("moment", line, written, candidate.span, moment["name"], moment["what"])
        return Fault(line, f"expected [text](moment:part/name.moment), came {written}")

    def _section(self, candidate: _Candidate, place: Place) -> Iterator[Section]:
        if place.kind != "heading":
            return
        found = candidate.found.groupdict()
        title = found.get("title", found["head"])
        yield Section(place.id, place.level, title.strip(" \t>"), candidate.line)


def _no_end(raw: str) -> str:
    return f"expected the end of this fence, the same marks alone on a line, came none: {raw}"


def _told(raw: str) -> str:
    """What is expected in the place of the line of a fence, and what may be wrong with it."""
    language = re.sub(r"^[^\w]*", "", raw).split(" ")[0]
    example = PREDICT if nearest(language, ["predict"]) else RUN
    near = nearest(language, ["python", "predict"]) * (language not in ("python", "predict"))
    quotes = "; values stand in quotes" if re.search(r"=[^\s\"'}]", raw) else ""
    return f"expected {example} on a line of its own, came {raw}{near}{quotes}"


def _in_front_matter(text: str) -> Iterator[Fault]:
    """Braces in the title or the description of a page, which are shown as they stand."""
    height = len(text) - len(without_front_matter(text).lstrip(" \n"))
    for number, line in enumerate(text[:height].splitlines(), 1):
        if "{{" in line:
            yield Fault(number, f"expected words in the front matter, came {line.strip()}")


def without_front_matter(text: str) -> str:
    """The text with blanks in the place of its front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return text
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return "\n".join([" " * len(each) for each in lines[:number]] + lines[number:])
    return text
