"""Which strings of a program are read by a person, and not by the program.

Rule 1: a string is text only where it can go nowhere but to a reader: a docstring, an argument of
`print`, `input`, a logging call or a warning, the message of an exception, of a note added to it
or of an `assert`, what `sys.exit` says, what is written to ``sys.stdout`` or ``sys.stderr``.
Rule 2: what stands inside such a place but is used before it is shown (a key, a file name, an
operand of ``==``, an argument of some other call) is code.
Rule 3: when in doubt it is code. A text that flows through a variable is declared in runs.toml.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

LOG_METHODS = {"debug", "info", "warning", "warn", "error", "critical", "exception", "log"}
LOGGERS = {"logging", "logger", "log", "_logger", "_log"}
# Methods of a text that give the same text in another dress; their arguments are code.
DRESSES = {
    "upper", "lower", "title", "capitalize", "casefold", "swapcase",
    "center", "ljust", "rjust", "strip", "lstrip", "rstrip", "expandtabs",
}  # fmt: skip
STREAMS = {"stdout", "stderr"}
# The argument of these is a value that a generator returns, not a message.
CARRIERS = {"StopIteration", "StopAsyncIteration"}
EXCEPTIONS = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
} - CARRIERS


class Kind(Enum):
    """How the program fills a text before it is shown, which says what a translation must keep."""

    PLAIN = auto()
    PERCENT = auto()  # left of ``%``, or a logging message with arguments
    FORMAT = auto()  # left of ``.format(…)``


Texts = dict[ast.AST, Kind]


def reader_text(tree: ast.Module) -> Texts:
    """The string nodes (`ast.Constant`, `ast.JoinedStr`) of ``tree`` that a reader reads."""
    names = _Names.of(tree)
    texts: Texts = {}
    for node in ast.walk(tree):
        for text, kind in _spoken(node, names):
            _mark(text, kind, texts)
    return texts


@dataclass
class _Names:
    """The names under which a file knows loggers, functions that speak, and exceptions."""

    loggers: set[str] = field(default_factory=lambda: set(LOGGERS))
    log_functions: set[str] = field(default_factory=set)
    warnings: set[str] = field(default_factory=lambda: {"warnings"})
    warn_functions: set[str] = field(default_factory=set)
    exits: set[str] = field(default_factory=lambda: {"exit", "quit"})
    streams: set[str] = field(default_factory=set)
    exceptions: set[str] = field(default_factory=lambda: set(EXCEPTIONS))

    @classmethod
    def of(cls, tree: ast.Module) -> _Names:
        names = cls()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names._import(node)
            elif isinstance(node, ast.ImportFrom):
                names._import_from(node)
            elif isinstance(node, ast.Assign) and _last_name(node.value) == "getLogger":
                names.loggers.update(_last_name(target) for target in node.targets)
        names._learn_exceptions([n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)])
        return names

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.name == "logging":
                self.loggers.add(alias.asname or alias.name)
            elif alias.name == "warnings":
                self.warnings.add(alias.asname or alias.name)

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if node.module == "logging" and alias.name in LOG_METHODS:
                self.log_functions.add(alias.asname or alias.name)
            elif node.module == "sys" and alias.name in STREAMS:
                self.streams.add(alias.asname or alias.name)
            elif node.module == "sys" and alias.name == "exit":
                self.exits.add(alias.asname or alias.name)
            elif node.module == "warnings" and alias.name == "warn":
                self.warn_functions.add(alias.asname or alias.name)

    def _learn_exceptions(self, classes: list[ast.ClassDef]) -> None:
        known = -1
        while known != len(self.exceptions):  # a base may be defined after its subclass is seen
            known = len(self.exceptions)
            for node in classes:
                if any(self.is_exception(_last_name(base)) for base in node.bases):
                    self.exceptions.add(node.name)

    def is_exception(self, name: str) -> bool:
        return name in self.exceptions or name.endswith(("Error", "Exception", "Warning"))


def _last_name(node: ast.AST) -> str:
    """``c`` of ``c``, ``a.b.c`` and of a call of them; ``""`` for anything else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=func):
            return _last_name(func)
    return ""


def _spoken(node: ast.AST, names: _Names) -> Iterator[tuple[ast.expr, Kind]]:
    """The expressions below ``node`` that it hands to a reader."""
    match node:
        case ast.Module() | ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _docstring(node.body)
            if isinstance(node, ast.ClassDef) and node.name in names.exceptions:
                yield from _messages_to_super(node)
        case ast.Assert(msg=ast.expr() as message):
            yield message, Kind.PLAIN
        case ast.Raise(exc=ast.Call() as call):
            name = _last_name(call)
            if name[:1].isupper() and name not in CARRIERS:
                yield from _plain(call.args)
        case ast.Call():
            yield from _spoken_by_call(node, names)


def _plain(nodes: list[ast.expr]) -> Iterator[tuple[ast.expr, Kind]]:
    for node in nodes:
        yield node, Kind.PLAIN


def _docstring(body: list[ast.stmt]) -> Iterator[tuple[ast.expr, Kind]]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str()) as text), *_]:
            yield text, Kind.PLAIN


def _messages_to_super(node: ast.ClassDef) -> Iterator[tuple[ast.expr, Kind]]:
    """``super().__init__("…")`` inside an exception is its message."""
    for call in ast.walk(node):
        match call:
            case ast.Call(
                func=ast.Attribute(attr="__init__", value=ast.Call(func=ast.Name(id="super")))
            ):
                yield from _plain(call.args)


def _spoken_by_call(call: ast.Call, names: _Names) -> Iterator[tuple[ast.expr, Kind]]:
    # Keyword arguments (sep=, end=, name=, extra=) steer the call: they are never text.
    match call.func:
        case ast.Name(id="print" | "input"):
            yield from _plain(call.args)
        case ast.Name(id=name) if name in names.log_functions:
            yield from _logged(name, call.args)
        case ast.Attribute(attr=name, value=value) if name in LOG_METHODS and (
            _last_name(value) in names.loggers | {"getLogger"}
        ):
            yield from _logged(name, call.args)
        case ast.Name(id=name) if name in names.warn_functions:
            yield from _plain(call.args[:1])
        case ast.Attribute(attr="warn", value=ast.Name(id=name)) if name in names.warnings:
            yield from _plain(call.args[:1])
        case ast.Name(id=name) if name in names.exits:
            yield from _plain(call.args)
        case ast.Attribute(attr="exit", value=ast.Name(id="sys")) | ast.Attribute(attr="add_note"):
            yield from _plain(call.args)
        case ast.Attribute(attr="write" | "writelines", value=stream) if _is_stream(stream, names):
            yield from _plain(call.args)
        case func if names.is_exception(_last_name(func)):
            yield from _plain(call.args)


def _is_stream(node: ast.expr, names: _Names) -> bool:
    match node:
        case ast.Name(id=name):
            return name in names.streams
        case ast.Attribute(attr=name, value=ast.Name(id="sys")):
            return name in STREAMS
    return False


def _logged(name: str, args: list[ast.expr]) -> Iterator[tuple[ast.expr, Kind]]:
    match args[1:] if name == "log" else args:  # log(level, message, …)
        case [message, *values]:
            yield message, Kind.PERCENT if values else Kind.PLAIN
            yield from _plain(values)


def _mark(node: ast.AST | None, kind: Kind, texts: Texts) -> None:
    """Mark the strings that reach the reader when the value of ``node`` is shown."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            texts[node] = kind
            _mark_fields(node, texts)
        case ast.BinOp(op=ast.Mod(), left=left, right=right) if _is_literal(left):
            _mark(left, Kind.PERCENT, texts)
            _mark(right, Kind.PLAIN, texts)
        case ast.BinOp(op=ast.Add() | ast.Mult(), left=left, right=right):
            _mark(left, kind, texts)
            _mark(right, kind, texts)
        case ast.Call(func=ast.Attribute(attr=method, value=text)):
            _mark_method(method, text, node, kind, texts)
        case _:
            for shown in _shown_inside(node):
                _mark(shown, Kind.PLAIN, texts)


def _mark_fields(node: ast.AST, texts: Texts) -> None:
    for value in getattr(node, "values", []):
        if isinstance(value, ast.FormattedValue):  # its format spec is code
            _mark(value.value, Kind.PLAIN, texts)


def _mark_method(method: str, text: ast.expr, call: ast.Call, kind: Kind, texts: Texts) -> None:
    if method in DRESSES:
        _mark(text, kind, texts)
    elif not _is_literal(text):  # os.path.join("a", "b"), moment.format("Y"): any method at all
        return
    elif method == "format":
        _mark(text, Kind.FORMAT, texts)
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
            _mark(argument, Kind.PLAIN, texts)
    elif method == "join":
        for argument in [text, *call.args]:
            _mark(argument, Kind.PLAIN, texts)


def _is_literal(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _is_literal(left) or _is_literal(right)
    return False


def _shown_inside(node: ast.AST | None) -> list[ast.expr]:
    """The parts of an expression that are shown when it is (conditions and keys are not)."""
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.BoolOp(values=values) | ast.Dict(values=values):
            return values
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            return elts
        case ast.Starred(value=value):
            return [value]
        case ast.GeneratorExp(elt=elt) | ast.ListComp(elt=elt):
            return [elt]
    return []
