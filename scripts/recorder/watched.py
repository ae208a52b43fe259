"""The files whose code is watched: the program's own, and with a folder all modules below it.

Rule 1: a line is a number in all that is told. One of the program's file is itself; one of another
file is that file's number times `LINES` more.
Rule 2: what is below the folder because it was installed there is not the program's: the standard
library, ``site-packages``.
Rule 3: what stands in no file has a name that other code has too: of ``-c`` it is ``<string>``, as
of all that is compiled from a text, such as the methods of a named tuple. There the tables of lines
of the program's code tell: what `types.coroutine` makes of a function has the same one.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import threading
from collections.abc import Callable, Iterator
from types import CodeType

from .own import BUILTINS

__builtins__ = BUILTINS

LINES = 1_000_000
INSTALLED = {"site-packages", "dist-packages"}
OURS = os.path.dirname(os.path.abspath(__file__)), os.path.dirname(os.path.abspath(os.__file__))


class Watched(dict[str, int | None]):
    """Numbers of files by the names that code objects give them: 0 for the ``main`` one, None where
    nothing is watched. ``folder``: absolute, or empty; ``tell`` gets number and name, from the
    folder on, of each further file."""

    def __init__(self, main: str, folder: str = "") -> None:
        super().__init__()
        self.folder = folder and os.path.join(os.path.realpath(folder), "")
        self.here = os.getcwd() if folder else ""  # names may begin from where the program began
        self.tell: Callable[[int, str], object] = lambda number, name: None
        self.count = 0
        self.lock = threading.RLock()
        self.own: dict[int, CodeType] | None = None  # the program's, if it has no file
        self.defined: dict[int, int] = {}  # the line of ``def`` by that of the first decorator
        self.of_loops: dict[int, CodeType] = {}  # of methods of the program's own loops
        self.main = main

    @property
    def main(self) -> str:
        """The program's own file; empty as long as it has not begun."""
        return self._main

    @main.setter
    def main(self, file: str) -> None:
        self._main = file
        self.clear()
        if file:
            self[file] = 0

    def begin(self, code: CodeType) -> None:
        """The program begins, with the code of its module."""
        self.main = code.co_filename
        if self.main.startswith("<"):
            self.own = {id(each.co_linetable): each for each in within(code)}
        elif os.path.isfile(self.main):
            whatever = contextlib.suppress(OSError, SyntaxError, ValueError)  # it may be no text
            with whatever, io.open_code(os.path.abspath(self.main)) as source:
                self.look_for_decorators(source.read())

    def look_for_decorators(self, source: bytes) -> None:
        """Read in the text of the program's file what its code objects do not say: where a function
        with decorators is defined."""
        if b"@" in source:
            for each in ast.walk(ast.parse(source)):
                decorated: list[ast.expr] = getattr(each, "decorator_list", [])
                if decorated:
                    self.defined[min(d.lineno for d in decorated)] = each.lineno  # type: ignore[attr-defined]

    def definition(self, code: CodeType) -> int | None:
        """The line on which code is defined, as it is told, None if that is not watched."""
        number, line = self.of(code), code.co_firstlineno
        if number is None:
            return None
        return number * LINES + (line if number else self.defined.get(line, line))

    def of(self, code: CodeType) -> int | None:
        """The number of the file in which code stands, None if that is not watched."""
        number = self[code.co_filename]
        if number == 0 and self.own and id(code.co_linetable) not in self.own:
            return None
        return number

    def hands_on(self, code: CodeType, called: str) -> bool:
        """Whether code of the program is a method of a loop that has called what it stands in the
        place of, which has this name: who called the method has asked for that."""
        return code.co_name == called and id(code) in self.of_loops

    def __missing__(self, file: str) -> int | None:
        if not self.main:
            return None
        with self.lock:
            if file not in self:
                name = self.name(file)
                self[file] = None if not name else self.count + 1
                if name:
                    self.count += 1
                    self.tell(self.count, name)
            return self[file]

    def name(self, file: str) -> str:
        """What a file is called from the folder on; empty if it is not to be watched."""
        if not self.folder or file.startswith("<"):
            return ""
        whole = os.path.realpath(os.path.join(self.here, file))
        name = whole.removeprefix(self.folder)
        if name == whole or not INSTALLED.isdisjoint(name.split(os.sep)):
            return ""
        for ours in OURS:  # the folder may be inside
            if whole.startswith(ours + os.sep) and not self.folder.startswith(ours + os.sep):
                return ""
        return name

    def line(self, code: CodeType, line: int) -> int | None:
        """A line of code as it is told, None if that is not watched."""
        number = self.of(code)
        return None if number is None else number * LINES + line


def within(code: CodeType) -> Iterator[CodeType]:
    """Code and all that is compiled with it: what is defined in it, and in that."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from within(each)
