"""What a program of a translation still says in the words of its source."""

from __future__ import annotations

import ast
import builtins
import re
from typing import NamedTuple

from .program_text import ProgramText, Unreadable
from .strings import literal

WORD = re.compile(r"[^\W\d_]{3,}")  # `s`, `ms`, `T1` are the same in many languages


class Text(NamedTuple):
    """A comment or a text for readers: the 1-based line on which it begins, and its words."""

    line: int
    text: str


def untranslated(source: str, translation: str) -> list[Text]:
    """The texts of ``translation`` that read as one of ``source`` and hold a word that is no name
    of the program or of Python; none where one of the two is no program."""
    try:
        ours, theirs = ProgramText.of(source), ProgramText.of(translation)
    except Unreadable:
        return []
    said, names = {text.text for text in _texts(ours)}, _names(theirs)
    return [t for t in _texts(theirs) if t.text in said and {*WORD.findall(t.text)} - names]


def _texts(program: ProgramText) -> list[Text]:
    comments = [Text(line, text.lstrip("#").strip()) for line, text in program.comments.items()]
    nodes = [n for n in program.texts if isinstance(n, ast.expr)]
    return sorted({*comments, *(Text(node.lineno, literal(node)) for node in nodes)})


def _names(program: ProgramText) -> set[str]:
    """The names in the code of a program, whole and in parts (``plant``, ``tree`` of
    ``plant_a_tree``), and those that Python has."""
    found = set(dir(builtins))
    for node in ast.walk(program.tree):
        for value in (getattr(node, name, None) for name in ("id", "attr", "arg", "name")):
            if isinstance(value, str):
                found |= {value, *value.split("_")}
    return found
