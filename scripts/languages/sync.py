"""Carry a change of a program over to its translation: the logic of the new source, the words of
the old translation.

Theory: comments and strings are the *units* of a program in which words can be; all else is logic.
The old source and the old translation are the same program, so their units correspond one by one.
The new source is taken as it is, but where a unit of it stands in the old source, its counterpart
is put in; the other units stay in the words of the source, and those that a reader reads are told.
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from .program_text import ProgramText
from .strings import literal

# Since Python 3.12 an f-string is many tokens, since 3.14 a template string too.
OPENS = {getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START")}
CLOSES = {getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END")}
INVISIBLE = {tokenize.NL, tokenize.INDENT, tokenize.DEDENT}
TRIPLE = re.compile(r"\w*('''|\"\"\")")


class Left(NamedTuple):
    """A text that waits for a translator: the 1-based line of the new translation on which it
    begins, the text as the source has it, and what stood in its place before, if anything did."""

    line: int
    text: str
    before: str


class _Unit(NamedTuple):
    """Comments, or strings, that stand next to each other. ``start``, ``end``: in characters.
    ``indent``: of the line on which it begins. ``is_words``: whether line breaks and indents
    inside are a matter of layout."""

    start: int
    end: int
    text: str
    indent: str
    is_words: bool

    @property
    def key(self) -> str:
        lines = [line.strip() for line in self.text.split("\n")]
        return "\n".join(lines) if self.is_words else self.text

    def at(self, indent: str) -> str:
        """The text where a line begins with ``indent``."""
        if not self.is_words:
            return self.text
        first, *rest = self.text.split("\n")
        moved = [indent + line.removeprefix(self.indent) if line.strip() else line for line in rest]
        return "\n".join([first, *moved])


def sync(
    old_source: str, old_translation: str, new_source: str, words: Mapping[str, str] | None = None
) -> tuple[str, list[Left]]:
    """The new translation, and what waits in it for a translator, by line.

    ``old_source`` and ``old_translation`` have to be the same program (`same_program.differences`
    says so). ``words``: strings that flow through variables, from the source's language to the
    translation's. Raises `Unreadable` for a text that is no program.
    """
    was, theirs, new = (ProgramText.of(t) for t in (old_source, old_translation, new_source))
    ours, counterparts, units = list(_units(was)), list(_units(theirs)), list(_units(new))
    assert len(ours) == len(counterparts), "the same program has as many units"
    carried, before = _carried(ours, counterparts, units)
    read = _read_by_people(new)
    pieces: list[str] = []
    left: list[Left] = []
    end = 0
    for number, unit in enumerate(units):
        known = carried.get(number)
        declared = _declared(unit, words or {})
        pieces += [new_source[end : unit.start]]
        pieces += [known.at(unit.indent) if known else declared or unit.text]
        end = unit.end
        if not known and not declared and any(unit.start <= at < unit.end for at in read):
            line = "".join(pieces[:-1]).count("\n") + 1
            left.append(Left(line, unit.text, before.get(number, "")))
    return "".join([*pieces, new_source[end:]]), left


def _carried(
    ours: list[_Unit], counterparts: list[_Unit], units: list[_Unit]
) -> tuple[dict[int, _Unit], dict[int, str]]:
    """By number of a new unit: its counterpart, or else what stood in its place."""
    carried: dict[int, _Unit] = {}
    before: dict[int, str] = {}
    a, b = ([unit.key for unit in each] for each in (ours, units))
    anywhere = dict(zip(a, counterparts, strict=True))
    for step, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        for offset, number in enumerate(range(k, m)):
            if step == "equal":
                carried[number] = counterparts[i + offset]
            elif b[number] in anywhere:  # it has moved
                carried[number] = anywhere[b[number]]
            elif step == "replace" and i + offset < j:
                before[number] = counterparts[i + offset].text
    return carried, before


def _units(program: ProgramText) -> Iterator[_Unit]:
    source, starts = program.source, _line_starts(program.source)
    docstrings = _docstrings(program)
    start = end = depth = 0
    kind = ""
    for token in program.tokens:
        if depth or token.type in OPENS:
            begins = token.type in OPENS and not depth
            depth += (token.type in OPENS) - (token.type in CLOSES)
            if not begins and depth:
                continue
            here = "string"
        elif token.type in (tokenize.STRING, tokenize.COMMENT):
            begins, here = True, "string" if token.type == tokenize.STRING else "comment"
        elif token.type in INVISIBLE:
            continue
        else:
            here = ""
        first, last = (starts[row - 1] + column for row, column in (token.start, token.end))
        if token.type == tokenize.STRING:  # 3.12.1 counts wrongly behind what is not ASCII
            last = first + len(token.string)
        if here and here == kind:
            end = last  # a string that goes on, or stands next to the one before
            continue
        if kind:
            yield _unit(source, start, end, kind, docstrings)
        kind, start, end = here, first, last


def _unit(source: str, start: int, end: int, kind: str, docstrings: set[int]) -> _Unit:
    line = source.rfind("\n", 0, start) + 1
    blanks = re.match(r"[ \t]*", source[line:start])
    text = source[start:end]
    is_words = kind == "comment" or start in docstrings or not TRIPLE.search(text)
    return _Unit(start, end, text, blanks[0] if blanks else "", is_words)


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _offset(program: ProgramText, node: ast.expr) -> int:
    line = program.lines[node.lineno - 1]
    before = line.encode()[: node.col_offset].decode()  # the tree counts bytes
    return _line_starts(program.source)[node.lineno - 1] + len(before)


def _docstrings(program: ProgramText) -> set[int]:
    found = set()
    for node in ast.walk(program.tree):
        match node:
            case ast.Module(body=body) | ast.ClassDef(body=body) | ast.FunctionDef(body=body):
                pass
            case ast.AsyncFunctionDef(body=body):
                pass
            case _:
                continue
        match body:
            case [ast.Expr(value=ast.Constant(value=str()) as text), *_]:
                found.add(_offset(program, text))
    return found


def _read_by_people(program: ProgramText) -> list[int]:
    """Where a comment or a text begins that a reader reads and that has a letter in it."""
    # Before Python 3.12 the places of what is inside an f-string cannot be relied on.
    inside = {
        inner
        for node in ast.walk(program.tree)
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
        if inner is not node
    }
    texts = [node for node in program.texts if node not in inside and isinstance(node, ast.expr)]
    starts = _line_starts(program.source)
    comments = [t for t in program.tokens if t.type == tokenize.COMMENT and _has_words(t.string)]
    return [
        *(starts[token.start[0] - 1] + token.start[1] for token in comments),
        *(_offset(program, node) for node in texts if _has_words(literal(node))),
    ]


def _has_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]", text))


def _declared(unit: _Unit, words: Mapping[str, str]) -> str:
    try:
        value = ast.literal_eval(unit.text)
    except (SyntaxError, ValueError):  # a comment, an f-string
        return ""
    instead = words.get(value)
    return unit.text.replace(value, instead) if instead else ""
