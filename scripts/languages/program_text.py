"""A program file as text, as a syntax tree and as lines."""

from __future__ import annotations

import ast
import functools
import io
import tokenize
from dataclasses import dataclass
from pathlib import Path

from runs.programs import unseen

from .reader_text import Texts, reader_text

# Tokens that may stand before the first one of a statement.
SILENT = {
    tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENDMARKER,
}  # fmt: skip


DEEPEST = 100  # nodes inside each other: more than anybody writes, and far less than Python takes
SYNTAX, NULL = "a syntax error", "a null byte"
DEEP, FLATTER = "code that is nested too deep", "write it flatter"


class Unreadable(ValueError):
    """A file is no program: ``line`` says where, ``fault`` why, ``remedy`` what to do."""

    def __init__(self, line: int, fault: str, remedy: str) -> None:
        super().__init__(f"line {line}: {fault}: {remedy}")
        self.line, self.fault, self.remedy = line, fault, remedy


def read_program(file: Path) -> str:
    """The text of a program file, line ends as they are.

    Raises `Unreadable` when it is not UTF-8 or says that it is something else.
    """
    data = file.read_bytes()
    remedy = "save the file as UTF-8, without an encoding line"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "bytes that are not UTF-8", remedy) from None
    try:
        encoding, head = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        _refuse_odd_characters(text)  # since 3.15 a null byte is a fault of the encoding
        raise Unreadable(1, str(error), remedy) from None
    if encoding not in {"utf-8", "utf-8-sig"}:
        raise Unreadable(len(head), f"an encoding line that says {encoding}", remedy)
    return text


@dataclass(frozen=True)
class ProgramText:
    """A source text with what is compared of it."""

    source: str
    tree: ast.Module
    texts: Texts

    @classmethod
    @functools.lru_cache(maxsize=1024)
    def of(cls, source: str) -> ProgramText:
        """Remembered. Raises `Unreadable` for a text that is no program or no ordinary file."""
        _refuse_odd_characters(source)
        try:
            tree = ast.parse(source)
        except SyntaxError as error:
            fault = f"{SYNTAX} ({error.msg})"
            raise Unreadable(error.lineno or 1, fault, "mend it; only words may change") from None
        except (MemoryError, RecursionError):
            raise Unreadable(1, DEEP, FLATTER) from None
        if deep := _deeper(tree, DEEPEST):
            raise Unreadable(deep, DEEP, FLATTER)
        return cls(source, tree, reader_text(tree))

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.source.split("\n")

    def code(self, node: ast.AST) -> str:
        """The code of a node as it is written, blanks folded; of a statement its first line."""
        code = ast.get_source_segment(self.source, node) or ast.unparse(node)
        return " ".join((code.split("\n")[0] if isinstance(node, ast.stmt) else code).split())

    @functools.cached_property
    def tokens(self) -> list[tokenize.TokenInfo]:
        """All tokens, comments included."""
        return list(tokenize.generate_tokens(io.StringIO(self.source).readline))

    @functools.cached_property
    def comments(self) -> dict[int, str]:
        """The comments by line."""
        return {t.start[0]: t.string for t in self.tokens if t.type == tokenize.COMMENT}

    @functools.cached_property
    def starts(self) -> list[int]:
        """The lines on which something begins, ``else:`` and ``try:`` too, which no node has."""
        found: list[int] = []
        fresh = True
        for token in self.tokens:
            if fresh and token.type not in SILENT:
                found.append(token.start[0])
                fresh = False
            fresh = fresh or token.type == tokenize.NEWLINE
        return found

    @functools.cached_property
    def node_lines(self) -> list[int]:
        """The lines of all statements and expressions, in the order of the tree.

        What is inside an f-string does not count: its fields may change order, and before 3.12
        their positions cannot be relied on.
        """
        found: list[int] = []
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.stmt | ast.expr):
                found.append(node.lineno)
            if not isinstance(node, ast.JoinedStr):
                waiting += ast.iter_child_nodes(node)
        return found


def _deeper(tree: ast.Module, most: int) -> int:
    """The line of the first node that lies inside so many others, 0 where there is none."""
    level: list[ast.AST] = [tree]
    for _ in range(most):
        level = [inner for node in level for inner in ast.iter_child_nodes(node)]
    return next((each.lineno for each in level if hasattr(each, "lineno")), 0)


def _refuse_odd_characters(source: str) -> None:
    faults = {
        "\ufeff": ("a byte order mark", "save the file as UTF-8 without one"),
        "\r": ("a line that ends in CR", "save the file with LF line ends, like the others"),
        "\0": (NULL, "remove it"),
    }
    for character, (fault, remedy) in faults.items():
        if character in source:
            line = source.count("\n", 0, source.index(character)) + 1
            raise Unreadable(line, fault, remedy)
    for line, text in enumerate(source.split("\n"), 1):
        if came := unseen(text):
            raise Unreadable(line, f"{came}, which nobody sees", "remove it, or write an escape")
