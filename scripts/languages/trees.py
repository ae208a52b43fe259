"""Two syntax trees side by side: where they say something else than a translation may."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from .program_text import ProgramText
from .reader_text import Kind
from .strings import (
    controls,
    fields,
    is_string,
    literal,
    may_change_order,
    may_differ,
    numbers,
    placeholders,
    template,
    words,
)

Pair = tuple[ast.AST, ast.AST]

ONLY_WORDS = "only words may change"
KEEP_FIELDS = "keep what is filled in, each as it is written"
WIDTH = 60  # characters of code in a message
LEAVES = (ast.Name, ast.Constant)  # too small to be understood alone


@dataclass(frozen=True)
class Difference:
    """One place where a translation is not the same program as its source.

    ``line``: 1-based line of the translation, ``source_line`` of the source. ``expected``: what
    stands in the source, ``found``: in the translation. ``remedy``: what a translator does.
    """

    line: int
    source_line: int
    expected: str
    found: str
    remedy: str = ONLY_WORDS
    verb: str = "says"

    def sentence(self, source: str = "the source") -> str:
        """The difference in words, with ``source`` as the name of the source."""
        return f"{source} {self.verb} {self.expected}, this file {self.found}: {self.remedy}"

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence()}"


@dataclass(frozen=True)
class Comparison:
    """Walks two trees side by side and yields their differences.

    ``shown``, everywhere, is the pair of nodes by which a difference further down is told: a
    number is shown with the call around it. ``words``: source word to its translations, for
    strings that are used; ``languages``: of source and translation.
    """

    source: ProgramText
    translation: ProgramText
    words: Mapping[str, tuple[str, ...]]
    languages: tuple[str, str]

    def run(self) -> Iterator[Difference]:
        """The differences in the order of the source; some may be told twice."""
        ours, theirs = self.source.tree, self.translation.tree
        yield from self._values(ours.body, theirs.body, (ours, theirs))

    def _values(self, a: object, b: object, shown: Pair) -> Iterator[Difference]:
        if isinstance(a, list) and isinstance(b, list):
            yield from self._lists(a, b, shown)
        elif isinstance(a, ast.AST) and isinstance(b, ast.AST):
            yield from self._nodes(a, b, _closer((a, b), shown))
        elif repr(a) != repr(b):  # 1, 1.0 and True are equal, and not the same
            yield self._tell(shown)

    def _lists(self, a: list[ast.AST], b: list[ast.AST], shown: Pair) -> Iterator[Difference]:
        if len(a) == len(b):
            for x, y in zip(a, b, strict=True):
                yield from self._values(x, y, shown)
        elif isinstance((a or b)[0], ast.stmt):
            yield self._tell_count(a, b, shown)
        else:
            yield self._tell(shown)

    def _nodes(self, a: ast.AST, b: ast.AST, shown: Pair) -> Iterator[Difference]:
        if is_string(a) and is_string(b):
            yield from self._strings(a, b, shown)
        elif type(a) is not type(b):
            yield self._tell(shown)
        else:
            for name in a._fields:
                if name not in {"ctx", "kind", "type_comment"}:
                    yield from self._values(getattr(a, name, None), getattr(b, name, None), shown)

    def _strings(self, a: ast.AST, b: ast.AST, shown: Pair) -> Iterator[Difference]:
        kind = self.source.texts.get(a)
        if kind and kind == self.translation.texts.get(b):
            yield from self._texts(a, b, kind)
        elif template(a) in self.words:
            yield from self._declared(a, b, self.words[template(a)])
        elif isinstance(a, ast.JoinedStr) and isinstance(b, ast.JoinedStr):
            if any(self._values(a.values, b.values, (a, b))):
                yield self._tell_used(a, b, (a, b))
        elif type(a) is not type(b) or template(a) != template(b):
            yield self._tell_used(a, b, shown)

    def _declared(self, a: ast.AST, b: ast.AST, any_of: tuple[str, ...]) -> Iterator[Difference]:
        if template(b) not in any_of:
            expected = repr(any_of[0])
            remedy = f"runs.toml declares {template(a)!r} as {expected} here"
            yield _difference((a, b), expected, repr(template(b)), remedy, "means")
        elif not self._same_fields(a, b):
            yield self._tell_fields(a, b)

    def _texts(self, a: ast.AST, b: ast.AST, kind: Kind) -> Iterator[Difference]:
        """A text and its translation: other words, filled by the same things."""
        ours, theirs = literal(a), literal(b)
        quoted = (repr(ours), repr(theirs))
        if not self._same_fields(a, b):
            yield self._tell_fields(a, b)
        if placeholders(ours, kind) != placeholders(theirs, kind):
            yield _difference((a, b), *quoted, KEEP_FIELDS)
        if controls(ours) != controls(theirs):
            breaks = [" ".join(controls(text)) or "no line break" for text in (ours, theirs)]
            remedy = "the text keeps its line breaks"
            yield _difference((a, b), f"{breaks[0]} in this text", breaks[1], remedy, "has")
        yield from self._unlike_words((a, b), words(ours, kind), words(theirs, kind))

    def _unlike_words(self, pair: Pair, ours: str, theirs: str) -> Iterator[Difference]:
        if numbers(ours) != numbers(theirs):
            remedy = "the numbers in a text stay as they are"
            yield _difference(pair, repr(ours), repr(theirs), remedy)
        elif not may_differ(ours, theirs):
            remedy = "a text without letters stays as it is, and no other is without"
            yield _difference(pair, repr(ours), repr(theirs), remedy)

    def _same_fields(self, a: ast.AST, b: ast.AST) -> bool:
        ours, theirs = fields(a), fields(b)
        if may_change_order(ours + theirs):
            ours, theirs = sorted(ours, key=ast.dump), sorted(theirs, key=ast.dump)
        return not any(self._values(ours, theirs, (a, b)))

    def _tell(self, pair: Pair, remedy: str = ONLY_WORDS) -> Difference:
        ours, theirs = self.source.code(pair[0]), self.translation.code(pair[1])
        if ours == theirs:  # it is not on the first line, or only the tree knows it
            ours, theirs = (" ".join(ast.unparse(node).split()) for node in pair)
        return _difference(pair, *clip(ours, theirs), remedy)

    def _tell_used(self, a: ast.AST, b: ast.AST, shown: Pair) -> Difference:
        here, there = self.languages
        entry = f"{here} = {_quoted(template(a))}, {there} = {_quoted(template(b))}"
        return self._tell(
            shown,
            "the program uses this string, it is not only read: keep it, or declare "
            f"words = [{{ {entry} }}] in runs.toml",
        )

    def _tell_fields(self, a: ast.AST, b: ast.AST) -> Difference:
        ours, theirs = ([template(field) for field in fields(node)] for node in (a, b))
        remedy = "only plain names may change their order, a call may not"
        return _difference(
            (a, b),
            " ".join(ours) or "nothing",
            " ".join(theirs) or "nothing",
            remedy if sorted(ours) == sorted(theirs) else KEEP_FIELDS,
            "fills in",
        )

    def _tell_count(self, a: list[ast.AST], b: list[ast.AST], around: Pair) -> Difference:
        """The first statement that has no counterpart in the other list."""
        for x, y in zip_longest(a, b):
            if x is None or y is None or any(self._values(x, y, (x, y))):
                break
        ours = self.source.code(x) if x else "nothing more"
        theirs = self.translation.code(y) if y else "nothing more"
        number = f"{len(a)} statement{'s' * (len(a) != 1)}"
        remedy = f"the source has {number} in this block, this file {len(b)}"
        pair = (x or _end(around[0]), y or _end(around[1]))
        return _difference(pair, *clip(ours, theirs), remedy)


def _closer(pair: Pair, shown: Pair) -> Pair:
    """The pair to show for what lies below ``pair``."""
    if not all(hasattr(node, "lineno") for node in pair):
        return shown
    leaf = any(isinstance(node, LEAVES) for node in pair)
    return shown if leaf and all(map(_is_short, shown)) else pair


def _is_short(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.expr | ast.keyword)
        and node.lineno == node.end_lineno
        and (node.end_col_offset or 0) - node.col_offset <= WIDTH
    )


def _end(block: ast.AST) -> ast.AST:
    """The last statement of a block: the place where something is missing."""
    statements = [node for node in ast.walk(block) if isinstance(node, ast.stmt)]
    return max(statements, key=lambda node: node.lineno, default=block)


def _difference(
    pair: Pair, expected: str, found: str, remedy: str = ONLY_WORDS, verb: str = "says"
) -> Difference:
    source_line, line = (getattr(node, "lineno", 1) for node in pair)
    return Difference(line, source_line, expected, found, remedy, verb)


def _quoted(text: str) -> str:
    """A TOML string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def clip(ours: str, theirs: str) -> tuple[str, str]:
    """Two pieces of code cut to `WIDTH` characters around the first place where they differ."""
    longest = max(len(ours), len(theirs))
    differ = [i for i, (x, y) in enumerate(zip_longest(ours, theirs)) if x != y]
    start = max(0, min(differ[0] - WIDTH // 3 if differ else 0, longest - WIDTH))

    def cut(code: str) -> str:
        end = start + WIDTH
        return f"{'…' * (start > 0)}{code[start:end]}{'…' * (len(code) > end)}"

    return cut(ours), cut(theirs)
