"""The fences of a page, and the lines that look like the marks of one and are none.

What an author meant as a fence and Markdown does not take for one is told with its line, and made
good in the text that is read on: one slip hides nothing that comes after it, and is told once.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

from pygments.lexers import find_lexer_class_by_name, get_all_lexers
from pygments.util import ClassNotFound

from .dialect import GONE, MARK, Dialect, Fence
from .near import nearest

RUN = '```python exec="on" run="part/name"'
PREDICT = '```predict run="part/name"'
EXERCISE = '```exercise run="part/exercises/name"'
PLAIN = '```python, maybe with title="…", linenums="1" or hl_lines="2 3"'
LOOSE = re.compile(
    # Blanks of any kind: a text from a web page has some that Markdown takes for letters.
    r"^(?P<margin>(?:[^\S\n]|[>|]|[-*+:][ \t]|\d+[.)][ \t]|\[\^[^\]\s]+\]:[ \t])*)"
    r"(?P<marks>`+|~{2,})(?P<info>.*)$"
)
END = re.compile(r"[ \t>]*(?P<marks>`+|~{2,})[ \t]*")
ASKING = re.compile(r"\b(?:run|exec|show|mark)\s*=|\b(?:predict|exercise)\b")
# With fewer marks than a fence has, where it may also be a word of code.
SHORT = re.compile(r"\s*\{?\s*\.?(?:python|predict|exercise)\b.*\b(?:run|exec)\s*=", re.I)


class Fault(NamedTuple):
    """A line, from 1, and a sentence: what was expected, what came, what to write."""

    line: int
    text: str


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


class Mended:
    """``lines`` of a page with fences that can be read, and these; ``wrong``: by line, what is told
    of those that were made good."""

    def __init__(self, lines: list[str], dialect: Dialect) -> None:
        self.dialect, self.lines = dialect, lines
        self.wrong: dict[int, str] = {}
        self.fences = dialect.fences("\n".join(lines))
        self._mend()

    def _mend(self) -> None:
        """The first problem first: an open fence hides the others from superfences."""
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
        for number in self._outside(0):
            match = LOOSE.match(self.lines[number - 1])
            if match and number not in passed and looks_like_a_fence(match):
                return _Problem(number, match)
        return None

    def _outside(self, after: int) -> list[int]:
        """The numbers of the lines after a line that are in no fence."""
        inside = {n for each in self.fences for n in range(each.lines[0], each.lines[1] + 1)}
        return [n for n in range(after + 1, len(self.lines) + 1) if n not in inside]

    def _unclosed(self, passed: set[int]) -> _Problem | None:
        """The first fence that took in the beginning of another with the same marks."""
        for fence in self.fences:
            for number, match in self._taken_in(fence):
                if number not in passed:
                    return _Problem(number, match, fence)
        return None

    def _taken_in(self, fence: Fence) -> list[tuple[int, re.Match[str]]]:
        """The lines inside a fence that begin one with the same marks."""
        inside = range(fence.lines[0] + 1, fence.lines[1])
        found = [(number, LOOSE.match(self.lines[number - 1])) for number in inside]
        return [(number, match) for number, match in found if match and _begins_like(fence, match)]

    def _set(self, number: int, line: str) -> None:
        self.lines[number - 1] = line
        self.fences = self.dialect.fences("\n".join(self.lines))

    def _close(self, fence: Fence, number: int) -> None:
        """Close a fence above the line ``number``, which it took in."""
        first = fence.lines[0]
        self.wrong[first] = _no_end(self.lines[first - 1].strip(" \t>"))
        if number - 1 > first:
            self._set(number - 1, fence.margin + fence.marks)
        else:
            self._set(first, "")
        self._without_end(first, fence.marks)

    def _make_good(self, number: int, match: re.Match[str]) -> None:
        """Make of a loose line the marks of a run without a name, so that a page shows what is
        wrong there; where that makes no fence either, take it away with its end."""
        line, lines, before = match[0], list(self.lines), self.fences
        raw, asks, whole = line.strip(" \t>"), ASKING.search(match["info"]), "`" in match["info"]
        if asks and not whole:
            self._set(number, f'{match["margin"]}{match["marks"]}python exec="on"')
        if not any(fence.lines[0] == number for fence in self.fences):
            self._set(number, "")
            if not whole:
                self._without_end(number, match["marks"])
        others = [fence for fence in self.fences if fence.lines[0] != number]
        if self._is_shown(number, line, others == before):
            self.lines, self.fences = lines, before
            return
        if self.dialect.fences(f"{line}\n{match['margin']}{match['marks']}"):
            self.wrong[number] = _no_end(raw)
        else:
            self.wrong[number] = told(raw) if asks else _no_fence(raw)

    def _without_end(self, number: int, marks: str) -> None:
        """Take away the line that may have been meant as the end of a fence that is none."""
        greedy = {each.lines[0] for each in self.fences if self._taken_in(each)}
        for each in sorted([*self._outside(number), *greedy]):
            match = LOOSE.match(self.lines[each - 1])
            if each <= number or not match:
                continue
            if ASKING.search(match["info"]):
                return
            like = match["marks"][0] == marks[0] and looks_like_a_fence(match)
            if like or END.fullmatch(match[0]):
                self._set(each, "")
                return

    def _is_shown(self, number: int, line: str, alone: bool) -> bool:
        """Whether a loose line stands in a comment or a block of code, and harms no other."""
        lines = list(self.lines)
        lines[number - 1] = line + " " + MARK.format(0)
        place = self.dialect.places("\n".join(lines)).marks.get(0, GONE)
        block = place.kind == "code" and place.tag != "code" and not ASKING.search(line)
        return alone and (place.kind == "comment" or block)


def looks_like_a_fence(line: re.Match[str]) -> bool:
    """Whether a line that begins with marks (`LOOSE`) may be meant as those of a fence."""
    info, inline = line["info"], line["marks"][0] == "`" and "`" in line["info"]
    if len(line["marks"]) < 3:
        return not inline and bool(SHORT.match(info))
    return not inline or bool(ASKING.search(info))


@functools.cache
def unknown_language(name: str) -> str:
    """What is told of the language of a block of code that Pygments does not know: the nearest."""
    if not name or _lexer(name):
        return ""
    known = [alias for lexer in get_all_lexers() for alias in lexer[1]]
    return nearest(name, known) or "; the nearest: 'text'"


def marks_no_line(fence: Fence) -> str:
    """What is expected of a block of code that is to mark lines which it does not have, else
    nothing: the highlighter passes over them."""
    last = fence.code.count("\n") + 1
    numbers = map(int, re.findall(r"\d+", fence.options.get("hl_lines", "")))
    if all(1 <= number <= last for number in numbers):
        return ""
    return f"expected lines of this block in hl_lines, from 1 to {last}"


def _lexer(name: str) -> object:
    try:
        return find_lexer_class_by_name(name)
    except ClassNotFound:
        return None


def _begins_like(fence: Fence, line: re.Match[str]) -> bool:
    marks, info = line["marks"], line["info"].strip()
    if "`" in info or not info:
        return False
    return marks == fence.marks or (marks.startswith(fence.marks) and bool(ASKING.search(info)))


def _no_end(raw: str) -> str:
    return (
        "expected the end of this fence, the same marks alone on a line, came none (a fence that"
        f" shows another has more marks): {raw}"
    )


def _no_fence(raw: str) -> str:
    return f"expected {PLAIN} on a line of its own, came {raw}, which opens no block of code"


def told(raw: str) -> str:
    """What is expected in the place of the line of a fence, and what may be wrong with it."""
    language = re.sub(r"^[^\w]*", "", raw).split(" ")[0]
    known = {"python": RUN, "predict": PREDICT, "exercise": EXERCISE}
    example = next((known[each] for each in known if nearest(language, [each])), RUN)
    near = nearest(language, list(known)) * (language not in known)
    quotes = "; values stand in quotes" if re.search(r"=[^\s\"'}]", raw) else ""
    return f"expected {example} on a line of its own, came {raw}{near}{quotes}"
