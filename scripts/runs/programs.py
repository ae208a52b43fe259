"""The programs shown on the pages: whole files under ``snippets/<language>/<page>/<name>.py``."""

from __future__ import annotations

import ast
import functools
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from .near import nearest

# What nobody sees in a text, and what turns it round: some of it a terminal obeys, some ends a line
# for one tool and not for another.
UNSEEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff"
# What Python raises where a text is no program, or one that is nested deeper than it can take.
NO_PROGRAM = (SyntaxError, ValueError, MemoryError, RecursionError)
EXERCISES = "exercises"  # the folder of those of exercises, below that of their page


@dataclass(frozen=True)
class Neighbour:
    """A program that another one imports: it lies in the same folder, for readers too. Its text is
    part of what the other one is, so that a run is done again where only that has changed."""

    file: Path
    source: str


@dataclass(frozen=True)
class Program:
    """One program in one language.

    ``name`` is its path below the language folder without ``.py``, the same in every language
    (``part-1/await/coroutine_keeps_control``); ``file`` is where it lies; ``source`` its text;
    ``filed_as`` the name that its file still has where the program has got another; ``beside`` the
    programs of its folder that it imports, and those that they import. ``what_if``: where it is
    another program with one change, the id of the change; ``filed_as`` then is that other one.
    """

    language: str
    name: str
    file: Path
    source: str
    filed_as: str = ""
    beside: tuple[Neighbour, ...] = ()
    what_if: str = ""

    @property
    def filename(self) -> str:
        """The last part of the path, as shown to readers (``coroutine_keeps_control.py``)."""
        return self.file.name

    @property
    def is_of_an_exercise(self) -> bool:
        """Whether it is the start or the solution of an exercise: these lie in a folder of that
        name."""
        return f"/{EXERCISES}/" in self.name

    @property
    def where(self) -> str:
        """The path as people of the project say it (``snippets/pt/part-1/…py``)."""
        changed = f" (what_if.{self.what_if})" if self.what_if else ""
        return f"snippets/{self.language}/{self.filed_as or self.name}.py{changed}"

    def lines_with(self, fragment: str) -> list[int]:
        """The 1-based numbers of the lines that contain ``fragment``."""
        return [n for n, line in enumerate(self.source.splitlines(), 1) if fragment in line]


class UnknownProgram(LookupError):
    """A page names a program that does not exist; the message says the nearest names."""


@dataclass(frozen=True)
class View:
    """How programs are seen while translations are behind, each by language and name. ``hidden``:
    files that no page shows any more. ``instead``: programs that are shown from another language.
    ``renamed``: those whose file still has the name given here."""

    hidden: frozenset[tuple[str, str]] = frozenset()
    instead: Mapping[tuple[str, str], str] = field(default_factory=dict)
    renamed: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Programs:
    """All programs below ``snippets``, by language and name, read afresh from the disk."""

    def __init__(self, snippets: Path, view: View | None = None) -> None:
        self.snippets, self.view = snippets, view or View()
        self._found: dict[tuple[str, str], Program] = {}
        for file in sorted(filter(Path.is_file, snippets.glob("*/**/*.py"))):
            language, *rest = file.relative_to(snippets).with_suffix("").parts
            name = "/".join(rest)
            # What is not UTF-8 is a program all the same: the check of pairs names it.
            try:
                source = file.read_text(encoding="utf-8", errors="backslashreplace")
            except OSError:  # just removed; of what may not be read is told (`on_disk`)
                continue
            beside = tuple(neighbours(file, source))
            self._found[language, name] = Program(language, name, file, source, beside=beside)
        for (language, name), old in self.view.renamed.items():
            there = self._found.pop((language, old))
            self._found[language, name] = replace(there, name=name, filed_as=old)
        for key in [*self.view.hidden, *self.view.instead]:
            self._found.pop(key, None)

    def add(self, program: Program) -> None:
        """Have one more, which is in no file of ``snippets``."""
        self._found[program.language, program.name] = program

    def __iter__(self) -> Iterator[Program]:
        return iter(self._found.values())

    @property
    def names(self) -> list[str]:
        """Every name, once, in order."""
        return sorted({name for _, name in self._found})

    def get(self, language: str, name: str) -> Program:
        """The program ``name`` in ``language``, or the one that is shown instead. Raises
        `UnknownProgram` with the nearest names."""
        try:
            return self._found[self.view.instead.get((language, name), language), name]
        except KeyError:
            raise UnknownProgram(self._unknown(language, name)) from None

    def _unknown(self, language: str, name: str) -> str:
        here = [n for lang, n in self._found if lang == language]
        elsewhere = sorted(lang for lang, n in self._found if n == name)
        message = f"there is no program {name!r} in snippets/{language}"
        if elsewhere:
            message += f" (there is one in snippets/{elsewhere[0]})"
        return message + nearest(name, here)


def unseen(text: str) -> str:
    """The name of the first character of a text that nobody sees, or nothing."""
    if not (found := re.search(f"[{UNSEEN}]", text)):
        return ""
    return f"U+{ord(found[0]):04X} ({unicodedata.name(found[0], 'a control character')})"


@functools.lru_cache(maxsize=4096)  # the same texts are looked at again and again, in serve too
def imported(source: str) -> tuple[tuple[int, str], ...]:
    """The top-level modules that a program imports, each with its line; none where it is no Python,
    which its run tells."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except NO_PROGRAM:
        return ()
    found: list[tuple[int, str]] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found += ((node.lineno, each.name.partition(".")[0]) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append((node.lineno, str(node.module).partition(".")[0]))
    return tuple(found)


def neighbours(file: Path, source: str) -> Iterator[Neighbour]:
    """The programs beside ``file`` that it imports, and those that they import, each once."""
    left, seen = [source], {file.stem}
    while left:
        for _, module in imported(left.pop()):
            there = file.with_name(f"{module}.py")
            if module in seen or module in sys.stdlib_module_names or not there.is_file():
                continue
            seen.add(module)
            text = there.read_text(encoding="utf-8", errors="backslashreplace")
            left.append(text)
            yield Neighbour(there, text)


def longest_sleep(source: str) -> float:
    """Seconds of the longest literal ``sleep(n)`` in a program: long ones are started first."""
    return max((float(n) for n in re.findall(r"sleep\((\d+(?:\.\d+)?)", source)), default=0.0)
