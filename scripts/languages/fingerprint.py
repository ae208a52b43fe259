"""What a program says and what it does, as two digests that change apart.

They stand in the marks of translated pages, so they are the same on every Python that builds the
site: nothing is taken from `ast.dump` or `ast.unparse`, whose output differs between versions.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import re
from collections.abc import Iterator

from .program_text import ProgramText, Unreadable
from .strings import literal

SKIPPED = {"ctx", "kind", "type_comment", "type_ignores"}
NEWER = {"is_lazy"}  # since Python 3.15 an import may be; where it is not, nothing is new


def digest(text: str) -> str:
    """Eight hexadecimal digits that change when ``text`` does."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def words(source: str) -> str:
    """A digest of what people read of a program: comments and what it says to its reader."""
    return digest("\n".join(spoken(source)))


@functools.lru_cache(maxsize=1024)
def spoken(source: str) -> tuple[str, ...]:
    """The comments of a program, and its texts for readers, in which there is a letter. Of a text
    that is no program, its lines."""
    try:
        program = ProgramText.of(source)
    except Unreadable:
        return tuple(source.splitlines())
    comments = [text.lstrip("#").strip() for text in program.comments.values()]
    texts = [literal(node) for node in _nodes(program.tree) if node in program.texts]
    return tuple(text for text in [*comments, *texts] if re.search(r"[^\W\d_]", text))


@functools.lru_cache(maxsize=1024)
def logic(source: str) -> str:
    """A digest of all else: the tree without those texts, the lines of statements and comments."""
    try:
        program = ProgramText.of(source)
    except Unreadable:
        return digest(source)
    lines = [node.lineno for node in _nodes(program.tree) if isinstance(node, ast.stmt)]
    return digest(repr((list(_shape(program.tree, program)), lines, list(program.comments))))


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for _, value in _fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child)


def _fields(node: ast.AST) -> list[tuple[str, object]]:
    """What a node holds; a field that is empty may be missing in another version."""
    pairs = [(name, getattr(node, name, None)) for name in node._fields if name not in SKIPPED]
    said = [(name, value) for name, value in pairs if value not in (None, [])]
    return [(name, value) for name, value in said if value or name not in NEWER]


def _shape(node: ast.AST, program: ProgramText) -> Iterator[str]:
    yield type(node).__name__
    if node in program.texts:
        fields = [v for v in getattr(node, "values", []) if isinstance(v, ast.FormattedValue)]
        for field in fields:
            yield from _shape(field, program)
        return
    for name, value in _fields(node):
        yield name
        for child in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.JoinedStr) and getattr(child, "value", None) == "":
                continue  # of Python 3.12.1, at the end of a format
            if isinstance(child, ast.AST):
                yield from _shape(child, program)
            else:
                yield repr(child)
