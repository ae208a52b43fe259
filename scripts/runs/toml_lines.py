"""On which line each key of a TOML text stands, which ``tomllib`` does not tell.

Theory: a statement of TOML (a header, or a key with its value) ends with a line. So the text is
taken line by line until ``tomllib`` accepts what has come, which then is one statement; what is
TOML is said by ``tomllib`` alone.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
PLACE = re.compile(r" *\(at line (\d+), column \d+\)")
END = re.compile(r" *\(at end of document\)")


def unreadable(data: bytes) -> str:
    """The line of a file of these bytes and the reason why it is no TOML, as ``3: not …``, or
    nothing."""
    if data.startswith(codecs.BOM_UTF8):
        return "1: expected UTF-8 without a byte order mark: save the file without one"
    try:
        found = broken(data.decode())
    except UnicodeDecodeError as error:  # UTF-8 is part of TOML
        line = data.count(b"\n", 0, error.start) + 1
        found = line, f"expected UTF-8, came the byte 0x{data[error.start]:02x}"
    return f"{found[0]}: not valid TOML: {found[1]}" if found else ""


def broken(text: str) -> tuple[int, str] | None:
    """The line and the reason why ``text`` is no TOML, or None."""
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        said = str(error)
        if place := PLACE.search(said):
            return int(place[1]), PLACE.sub("", said)
        if END.search(said):
            return text.rstrip().count("\n") + 1, f"{END.sub('', said)} at the end of the file"
        return _breaking(text, type(error)), said  # it is valid, but more than Python takes
    return None


def _breaking(text: str, kind: type[Exception]) -> int:
    """The line of the statement by which a text raises what is no fault of its form."""
    start, statement = 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        start = start if statement else number
        statement += f"{line}\n"
        try:
            tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        except kind:
            return start
        statement = ""
    return start


class Lines:
    """The lines of the keys in ``text``, which has to be TOML."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}  # how many tables each array of tables has so far
        table: Path = ()
        for start, statement in _statements(text):
            read = tomllib.loads(statement)
            if statement.lstrip().startswith("["):
                table = self._header(read)
                self._note(table, start)
            else:
                self._values(table, read, start, statement)

    def of(self, path: Path) -> int:
        """The line of what ``path`` leads to, or else of the nearest that holds it."""
        while path not in self._lines:
            if not path:
                return 1
            path = path[:-1]
        return self._lines[path]

    def _note(self, path: Path, line: int) -> None:
        for end in range(1, len(path) + 1):
            self._lines.setdefault(path[:end], line)

    def _header(self, read: Any) -> Path:
        path: Path = ()
        while read:
            [(key, read)] = read.items()
            path += (key,)
            if isinstance(read, list):  # [[…]]
                self._tables[path] = self._tables.get(path, -1) + 1
            if path in self._tables:  # a header inside means the last of them
                path += (self._tables[path],)
                read = read[0] if isinstance(read, list) else read
        return path

    def _values(self, at: Path, value: Any, line: int, statement: str) -> None:
        if at:
            self._note(at, line)
        if isinstance(value, dict):
            for key, inner in value.items():
                self._values((*at, key), inner, line, statement)
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                within = _line_within(statement, number)
                self._values((*at, number), inner, line + within, statement)


def _line_within(statement: str, number: int) -> int:
    """How many lines below its beginning a statement has the element of its array."""
    lines = statement.split("\n")
    for last in range(len(lines)):
        try:
            [read] = tomllib.loads("\n".join(lines[: last + 1]) + "\n]").values()
        except (tomllib.TOMLDecodeError, ValueError):
            continue
        if isinstance(read, list) and len(read) > number:
            return last
    return 0


def _statements(text: str) -> Iterator[tuple[int, str]]:
    start, statement = 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        start = start if statement else number
        statement += f"{line}\n"
        try:
            read = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        if read:
            yield start, statement
        statement = ""
