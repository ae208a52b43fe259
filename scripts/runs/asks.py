"""What a page asks for: the one reader, used by check, build, serve, translate, measure and tests.

A page asks for a run by a fence of its own, for a prediction by a ``predict`` fence, for an
exercise by an ``exercise`` fence, which asks for the figures of its start and its solution too, for
a value by ``{{ program.value }}``, for the number of a line by ``{{ program @ code }}``, for what
the site makes by ``{{ glossary }}`` or, of a page, by ``{{ ring part/name.md }}``, for a link that
opens a program on the workbench by ``{{ open part/name.py }}``; a link to ``moment:program.name``
asks for a moment of a recorded run, one to ``term:id`` for a term of the glossary.

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
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from . import exercise, leftover, tags
from .dialect import GONE, MARK, Dialect, Fence, Place, Rendered, option_names
from .fences import LOOSE, Fault, Mended, looks_like_a_fence, marks_no_line, told, unknown_language
from .near import nearest

BRACES = "{{ part/name.value }} or {{ part/name @ code }}"
FORMS = {"open": "{{ open part/name.py }}", "ring": "{{ ring }} or {{ ring part/name.md }}"}
BLOCKS = ("glossary", "translations", "ring", "score", "gallery")  # which the site makes

# How the lines of a prediction begin: an option, each further line of it, and, behind that, what is
# said to who chose it.
CHOICE, MORE, NOTE = "- ", "  ", "> "

VALUE = re.compile(r"(?P<name>[\w/-]+/[\w-]+)\.(?P<what>\w+)")
OF_A_PAGE = re.compile(r"(?P<name>ring) (?P<what>[\w/-]+\.\w+)")
OPENED = re.compile(r"open (?P<name>[\w/-]+/[\w-]+)\.py")
LINE = re.compile(r"(?P<name>[\w/-]+/[\w-]+) *@ *(?P<what>.+)")
# What may be meant as braces of ours: whole, around others or around a blank line, half of them, or
# a program in single ones. An editor may have broken the line inside.
BRACED_ALONE = re.compile(r"[ \t>]*\{:?[ \t]*[.#][\w-][^{}]*\}[ \t]*")
BRACED = re.compile(
    r"\{{3,}[^{}\n]*\}{2,}|\{{2,}[^{}\n]*\}{3,}"
    r"|\{\{[^{}\n]*\{\{[^{}\n]*\}\}[^{}\n]*\}\}"
    r"|\{\{(?P<inside>(?:[^{}\n]|\n(?!\s*\n)|\{[^{}\n]*\})*)\}\}"
    r"|\{\{[^{}`]{0,80}\}\}"
    r"|\{\{[^{}\n]*\}?|\{?(?:(?<![\w/-])[\w/-]+/[\w-]+[^{}\n]*)?\}\}"
    r"|\{ *[\w/-]+/[\w-]+ *(?:\.\w+|@[^{}\n]*) *\}"
)
LINKED = re.compile(r"(?P<before>.?)\b(?P<scheme>moment|term):(?P<target>[^\s()<>\"'`]*)")
MOMENT = re.compile(r"(?P<name>[\w/-]+/[\w-]+)\.(?P<what>[\w-]+)")
ATTRIBUTES = r"(?P<tail>[ \t]*(?:\{:?[^{}]*\}[ \t]*)?#*[ \t]*)$"
HEADING = re.compile(
    r"^(?P<head>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?P<marks>#{1,6})(?P<title>.*?))" + ATTRIBUTES
)
UNDERLINE = re.compile(r"^[ \t>]*(=+|-+)[ \t]*$")
TITLE = re.compile(r"^(?P<head>[^#].*?)" + ATTRIBUTES)
OPTIONS = {"run", "exec", "show", "mark", "beside", "lanes"}
HIGHLIGHTED = re.compile(r"(?<![`\\])`(?:#!|:::)(?P<language>[\w-]+)(?= )")
ATTRIBUTE, QUOTED = re.compile(r"(?<=[\s{])[.#][\w-]+"), re.compile(r"\"[^\"]*\"|'[^']*'")
KINDS = {"predict": "prediction", "exercise": "exercise"}  # what fences of ours ask for
INSIDE = {"predict": "a prediction", "exercise": "an exercise"}
# What is shown as it is written: code in a sentence, and what has a backslash before it.
AS_WRITTEN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)|\\`", re.S)
OPTION = re.compile(r"(?<!\.)\b(?:run|exec)\s*=\s*[\"'“”]?\w")


class Ask(NamedTuple):
    """One thing that a page asks for.

    ``kind``: ``figure``, ``prediction``, ``exercise``, ``value``, ``line``, ``program``, ``block``,
    ``moment`` or ``term``.
    ``line``: from 1. ``raw``: as it is written. ``span``: where it stands in the text, in
    characters; of a fence its first line. ``name``: of the program (or the id of the term, the name
    of the block); ``what``: the value, the code of a line, the moment, the page of a drawing.
    ``options`` of a fence, without ``exec`` and ``run``. ``fence``: the block itself, which the
    figures of an exercise have not. ``wrong``: a sentence, if it is not written as it must be.
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

    @property
    def opens(self) -> str:
        """What its fence begins with, however that is written; nothing where it has none."""
        if not self.fence:
            return ""
        return 'python exec="on"' if self.kind == "figure" else self.fence.language


class Section(NamedTuple):
    """A heading: its pinned id (None when it has none), its level 1 to 6, its 1-based line."""

    id: str | None
    level: int
    title: str
    line: int

    def __str__(self) -> str:
        return f"{'#' * self.level} {self.title} {{ #{self.id} }}"


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

    def like(self, ask: Ask, of: Reading) -> Ask | None:
        """The ask of this reading that is the same as ``ask``, of another reading of the page: of
        those that are written alike the one in the same place among them."""
        here, there = self._written_like(ask), of._written_like(ask)
        place = there.index(ask) if len(here) == len(there) else 0
        return here[place] if here else None

    def _written_like(self, ask: Ask) -> list[Ask]:
        return [each for each in self.asks if _as_written(each) == _as_written(ask)]


def _as_written(ask: Ask) -> tuple[str, str, str]:
    return ask.kind, ask.raw, ask.fence.code if ask.fence else ""


@functools.lru_cache(maxsize=4096)
def read(text: str, dialect: Dialect) -> Reading:
    """The page whose Markdown is ``text``."""
    return _Reader(text, dialect).reading()


class _Candidate(NamedTuple):
    """What may ask, and is marked to see what Markdown makes of it."""

    kind: str  # "braces", "link", "option" or "heading"
    span: tuple[int, int]  # what the mark stands in for; of a heading, where it is put
    found: re.Match[str]
    line: int

    @property
    def swallowed(self) -> bool:
        """Whether it may not be seen though it was meant to be: ``<term:task>`` is a tag."""
        return self.kind == "link" and self.found["before"] == "<"


class _Reader:
    def __init__(self, text: str, dialect: Dialect) -> None:
        self.dialect = dialect
        mended = Mended(without_front_matter(text).split("\n"), dialect)
        self.lines, self.fences, self.wrong = mended.lines, mended.fences, mended.wrong
        self.found: list[Ask | Fault] = [*_in_front_matter(text)]
        self.found += [Fault(*each) for each in self.wrong.items()]
        self.unread: set[int] = set()  # lines of fences whose text is not read as Markdown
        self.text = "\n".join(self.lines)
        self.starts = [0, *itertools.accumulate(len(line) + 1 for line in self.lines)]

    def reading(self) -> Reading:
        candidates = list(self._candidates())
        rendered = self.dialect.places(self._marked(candidates))
        marks, places = rendered.marks, rendered.fences
        sections: list[Section] = []
        for number, fence in enumerate(self.fences):
            self.found += self._of_fence(fence, places.get(number, GONE))
        for number, candidate in enumerate(candidates):
            place = marks.get(number, GONE)
            if candidate.line in self.unread:
                continue
            if candidate.kind == "heading":
                sections += self._section(candidate, place)
            elif place.kind not in ("code", "comment") and (
                place is not GONE or candidate.swallowed
            ):
                self.found += self._of_text(candidate, place)
        asked = [self.text[slice(*each.span)] for each in candidates]
        told = {each.line for each in sections if not each.id}
        self.found += self._left_over(rendered, asked, told)
        asks = sorted((each for each in self.found if isinstance(each, Ask)), key=lambda a: a.span)
        faults = sorted({each for each in self.found if isinstance(each, Fault)})
        return Reading(self.text, tuple(self.fences), tuple(asks), tuple(sections), tuple(faults))

    def _left_over(self, rendered: Rendered, asked: list[str], told: set[int]) -> Iterator[Fault]:
        """The first thing on each line that a reader would see otherwise than it was meant, where
        nothing else is told of the line. Where the marks of a fence were made good, some of the
        text may have come out otherwise by that."""
        if self.wrong:
            return
        told = told | {each.line for each in self.found if isinstance(each, Fault)}
        for line, text in self._otherwise(rendered, asked):
            if line not in told:
                told.add(line)
                yield Fault(line, text)

    def _otherwise(self, rendered: Rendered, asked: list[str]) -> Iterator[tuple[int, str]]:
        """Tags that are none, code in no language, and marks that came out as text."""
        unmarked = self._lines_of_code() | self._lines_of_options() | self.unread
        prose = ["" if n in unmarked else text for n, text in enumerate(self.lines, 1)]
        source = AS_WRITTEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), "\n".join(prose))
        problems = tags.found(rendered.html, source, self.dialect.classes)
        yield from ((problem.line, problem.told) for problem in problems)
        if any(problem.hides for problem in problems):
            return
        for number, text in enumerate(prose, 1):
            for code in HIGHLIGHTED.finditer(text):
                if near := unknown_language(code["language"]):
                    came = f"expected a language that Pygments knows, came {code[0]}"
                    yield number, f"{came}: mend it{near}"
        yield from leftover.found(rendered, self.lines, unmarked, asked)

    # -- candidates and their marks

    def _candidates(self) -> Iterator[_Candidate]:
        code = self._lines_of_code()
        # Braces that begin in code do not end below it.
        prose = (" " * len(line) if n in code else line for n, line in enumerate(self.lines, 1))
        for found in BRACED.finditer("\n".join(prose)):
            yield from self._outside(code, "braces", found.span(), found)
        for found in LINKED.finditer(self.text):
            yield from self._outside(code, "link", found.span("target"), found)
        for found in OPTION.finditer(self.text):
            yield from self._outside(code, "option", found.span(), found)
        options = self._lines_of_options()
        for number, line in enumerate(self.lines, 1):
            if number in options:
                continue
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

    def _lines_of_options(self) -> set[int]:
        """The lines of predictions that say what a program prints, which may be anything; what is
        said below them is Markdown (see `predict`)."""
        found: set[int] = set()
        for fence in self.fences:
            if fence.language == "predict":
                asked = fence.code.partition("\n---\n")[0].split("\n")
                numbered = enumerate(asked, fence.lines[0] + 1)
                options = itertools.dropwhile(lambda each: not each[1].startswith(CHOICE), numbered)
                found.update(n for n, line in options if not line.startswith(MORE + NOTE))
        return found

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
        if place.kind == "comment":
            return
        below = self.lines[fence.lines[1]] if fence.lines[1] < len(self.lines) else ""
        if BRACED_ALONE.fullmatch(below):
            came = below.strip(" \t>")
            yield Fault(
                fence.lines[1] + 1,
                "expected attributes right behind a link, a picture, code or *words*, came"
                f" {came}: a block above has none",
            )
        if not fence.runs and place.kind != "code" and (near := unknown_language(fence.language)):
            yield Fault(
                line, f"expected a language that Pygments knows, or text, came {raw}: mend it{near}"
            )
        if not fence.runs and place.kind != "code" and (slip := marks_no_line(fence)):
            yield Fault(line, f"{slip}, came {raw}")
        if "{{" in raw and not fence.runs:
            yield Fault(line, f"expected no values in the title of a block of code, came {raw}")
        if not (fence.runs or OPTIONS & given.keys()):
            return
        if again := [name for name, times in Counter(option_names(raw)).items() if times > 1]:
            yield Fault(line, f"expected {again[0]}=… once, and the last would count: {raw}")
        if place is GONE:
            yield Fault(line, f"indented by four blanks this is code, not a run: {told(raw)}")
        elif place.kind == "code":
            yield Fault(
                line,
                f"in <{place.tag}> nothing can be run: put it below, or show it as code by"
                f" a fence with more marks around it, came {raw}",
            )
        elif place.kind == "unread":
            self.unread.update(range(line, fence.lines[1] + 1))
            yield Fault(
                line,
                f"expected Markdown to be read around {INSIDE[fence.language]}, came {raw}: it"
                f" stands in HTML without it, write {tags.AROUND}",
            )
        elif not fence.runs:
            yield Fault(line, f"this is shown as code, and nothing is run: {told(raw)}")
        else:
            given.pop("exec", None)
            # Without quotes superfences takes words for options that are their own values.
            bare = {name for name, value in given.items() if name == value} - {*option_names(raw)}
            kind = KINDS.get(fence.language, "figure")
            span, name = (self.starts[line - 1], self.starts[line] - 1), given.pop("run", "")
            dropped = [
                each
                for each in ATTRIBUTE.findall(QUOTED.sub("", raw))
                if each[1:] != fence.language
            ]
            wrong = self.wrong.get(line, "" if name and not bare else told(raw))
            if dropped and not wrong:
                wrong = f"expected options alone, came {dropped[0]}, which nothing reads: {raw}"
            if wrong and line not in self.wrong:
                yield Fault(line, wrong)
            if kind != "figure":
                yield from self._fences_in(fence)
            yield Ask(kind, line, raw, span, name, "", given, fence, wrong)
            if kind == "exercise" and not wrong:
                start, solution = exercise.options()
                yield Ask("figure", line, raw, span, name, "", start)
                yield Ask("figure", line, raw, span, name + exercise.SOLUTION, "", solution)

    def _fences_in(self, fence: Fence) -> Iterator[Fault]:
        """A prediction or an exercise is text, in which Markdown takes nothing for a fence."""
        opened = False
        for number in range(fence.lines[0] + 1, fence.lines[1]):
            match = LOOSE.match(self.lines[number - 1])
            if match and looks_like_a_fence(match):
                opened = not opened
                if opened:
                    came = match[0].strip(" \t>")
                    yield Fault(
                        number,
                        f"expected no fence inside {INSIDE[fence.language]}, came {came}: put it"
                        " above or below, or indent the code by four blanks",
                    )

    # -- text

    def _of_text(self, candidate: _Candidate, place: Place) -> Iterator[Ask | Fault]:
        if candidate.kind == "link":
            yield from self._of_link(candidate, place)
        elif candidate.kind == "option":
            yield from self._of_option(candidate, place)
        else:
            yield self._of_braces(candidate, place)

    def _of_braces(self, candidate: _Candidate, place: Place) -> Ask | Fault:
        found, line = candidate.found, candidate.line
        inside = " ".join(re.sub(r"\n[ \t>]*", " ", found["inside"] or "").split())
        raw = " ".join(found[0].split())
        if self.text[: candidate.span[0]].endswith("\\"):
            return Fault(line, f"expected braces in code, `{raw}`, to show them, came \\{raw}")
        if place.kind == "attribute":
            return Fault(line, f"expected {raw} in a sentence, came in an address or a title")
        if place.kind == "heading":
            return Fault(
                line,
                f"expected a heading without values, which the table of contents cannot show, came"
                f" {raw}: put the value in a sentence",
            )
        if inside in BLOCKS:
            if not self._is_alone(line, found[0]):
                return Fault(line, f"expected {raw} alone on a line, blank lines around it")
            before = [each.line for each in self.found if isinstance(each, Ask) and each.raw == raw]
            if before:
                told = f"expected {raw} once on a page, came it again (line {before[0]})"
                return Fault(line, f"{told}: remove it")
            return Ask("block", line, raw, candidate.span, inside)
        if block := OF_A_PAGE.fullmatch(inside):
            return Ask("block", line, raw, candidate.span, block["name"], block["what"])
        if opened := OPENED.fullmatch(inside):
            return Ask("program", line, raw, candidate.span, opened["name"])
        if value := VALUE.fullmatch(inside):
            return Ask("value", line, raw, candidate.span, value["name"], value["what"])
        if code := LINE.fullmatch(inside):
            return Ask("line", line, raw, candidate.span, code["name"], code["what"])
        word = inside.partition(" ")[0]
        expected = next((FORMS[each] for each in FORMS if nearest(word, [each])), BRACES)
        near = nearest(inside, list(BLOCKS)) if inside else ""
        return Fault(line, f"expected {expected}, came {raw}{near} (in code, it is shown as it is)")

    def _is_alone(self, line: int, text: str) -> bool:
        """Whether a line is ``text``, and those around it are blank."""
        around = [*self.lines[max(line - 2, 0) : line - 1], *self.lines[line : line + 1]]
        return self.lines[line - 1].rstrip() == text and not "".join(around).strip()

    def _of_link(self, candidate: _Candidate, place: Place) -> Iterator[Ask | Fault]:
        found, line = candidate.found, candidate.line
        scheme, target = found["scheme"], found["target"]
        written = f"{scheme}:{target}"
        linked = (place.kind, place.tag, place.attribute) == ("attribute", "a", "href")
        if not target and not linked:  # a word and a colon
            return
        if not linked:
            yield Fault(line, f"expected a link, [text]({written}), came {written} in the text")
        elif not target:
            yield Fault(line, f"expected an address as {scheme}:name, came {written}")
        elif scheme == "term":
            yield Ask("term", line, written, candidate.span, target)
        elif moment := MOMENT.fullmatch(target):
            yield Ask("moment", line, written, candidate.span, moment["name"], moment["what"])
        else:
            yield Fault(line, f"expected [text](moment:part/name.moment), came {written}")

    def _of_option(self, candidate: _Candidate, place: Place) -> Iterator[Fault]:
        """What a fence says, in the text: its marks are missing, or are none."""
        line = candidate.line
        told_of = {each.line for each in self.found if isinstance(each, Fault)}
        if place.kind == "text" and line not in told_of:
            came = self.lines[line - 1].strip()
            yield Fault(line, f"this is shown as text, and nothing is run: {told(came)}")

    def _section(self, candidate: _Candidate, place: Place) -> Iterator[Section]:
        if place.kind != "heading":
            return
        found = candidate.found.groupdict()
        title = found.get("title", found["head"]).strip(" \t>")
        attributes = re.search(r"\{:?(.*)\}", QUOTED.sub("", found["tail"]))
        given = attributes[1].split() if attributes else []
        odd = [each for each in given if not re.fullmatch(r"[.#][\w-]+|[\w-]+=.*", each)]
        if odd or len([each for each in given if each.startswith("#")]) > 1:
            came = found["tail"].strip()
            told_of = (
                f"expected one id behind a heading, {{ #id }}, came {came}: the others are lost"
            )
            self.found.append(Fault(candidate.line, told_of))
        if not title:
            came = self.lines[candidate.line - 1].strip()
            self.found.append(
                Fault(candidate.line, f"expected words in a heading, came {came}: write some")
            )
        yield Section(place.id, place.level, title, candidate.line)


def _in_front_matter(text: str) -> Iterator[Fault]:
    """Braces in the title or the description of a page, which are shown as they stand."""
    height = len(text) - len(without_front_matter(text).lstrip(" \n"))
    for number, line in enumerate(text[:height].split("\n"), 1):
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
