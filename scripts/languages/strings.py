"""What a translation keeps of a string: what fills it in, and its line breaks."""

from __future__ import annotations

import ast
import re
import string
import unicodedata
from collections.abc import Iterator
from itertools import count

from .reader_text import Kind

PERCENT_FIELD = re.compile(r"%(?:\((\w+)\))?[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?[a-zA-Z%]")
LETTER = r"[^\W\d_]"
# Expressions that give the same value in whatever order they are computed.
PURE = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Tuple, ast.Constant, ast.BinOp,
    ast.UnaryOp, ast.JoinedStr, ast.FormattedValue, ast.operator, ast.unaryop, ast.expr_context,
)  # fmt: skip


def is_string(node: ast.AST) -> bool:
    """Whether a node is a string or an f-string."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def fields(node: ast.AST) -> list[ast.AST]:
    """The ``{…}`` of an f-string; a plain string has none."""
    return [v for v in getattr(node, "values", []) if isinstance(v, ast.FormattedValue)]


def may_change_order(fields: list[ast.AST]) -> bool:
    """Whether these ``{…}`` mean the same in any order: none of them calls, awaits or assigns."""
    return all(isinstance(node, PURE) for field in fields for node in ast.walk(field))


def literal(node: ast.AST) -> str:
    """The words of a string, without its ``{…}``."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    pieces = getattr(node, "values", [])
    return "".join(str(v.value) for v in pieces if isinstance(v, ast.Constant))


def template(node: ast.AST) -> str:
    """A string as its author thinks of it, without quotes: ``tea for {who!r:>10}``."""
    match node:
        case ast.Constant(value=value):
            return str(value)
        case ast.JoinedStr(values=values):
            return "".join(map(template, values))
        case ast.FormattedValue(value=value, conversion=conversion, format_spec=spec):
            letter = f"!{chr(conversion)}" if conversion != -1 else ""
            width = f":{template(spec)}" if spec else ""
            return f"{{{ast.unparse(value)}{letter}{width}}}"
    return ast.unparse(node)


def controls(text: str) -> list[str]:
    """Line breaks, tabs and other control characters, in order, as Python writes them."""
    return [ascii(c)[1:-1] for c in text if unicodedata.category(c) == "Cc"]


def words(text: str, kind: Kind) -> str:
    """A text without what is filled in later."""
    if kind is Kind.PERCENT:
        return PERCENT_FIELD.sub("", text)
    return re.sub(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", text) if kind is Kind.FORMAT else text


def numbers(text: str) -> list[str]:
    """The digits of a text, number by number; other words may put them in another order."""
    return sorted(re.findall(r"\d+", text))


def may_differ(ours: str, theirs: str) -> bool:
    """Whether two texts may be one in other words: not if there are no words in them (a line of
    dashes, ``", "``), or in one of them nothing but marks."""
    letters, contents = (
        [bool(re.search(pattern, text)) for text in (ours, theirs)] for pattern in (LETTER, r"\w")
    )
    return ours == theirs or (any(letters) and all(contents))


def placeholders(text: str, kind: Kind) -> list[str]:
    """What ``%`` or ``.format`` fills in, sorted where the order in the text does not matter."""
    if kind is Kind.PERCENT:
        found = [(m[0], m[1]) for m in PERCENT_FIELD.finditer(text) if m[0] != "%%"]
        return [whole for whole, _ in (sorted(found) if all(n for _, n in found) else found)]
    if kind is Kind.FORMAT:
        try:
            return sorted(_format_fields(text, count()))
        except ValueError:  # not a format at all: the program will say so
            return [text]
    return []


def _format_fields(text: str, numbers: Iterator[int]) -> Iterator[str]:
    """``0!None:>{}`` for ``{:>{}}``: a field without a name has the number Python gives it."""
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is None or spec is None:
            continue
        number = next(numbers) if re.match(r"[.\[]|$", name) else ""  # {}, {.real}, {[0]}
        yield f"{number}{name}!{conversion}:{re.sub(r'{[^}]*}', '{}', spec)}"
        yield from _format_fields(spec, numbers)
