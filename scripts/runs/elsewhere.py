"""Lines of files besides the program's own: what they are called, and what stands there."""

from __future__ import annotations

import functools
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from recorder.events import Event, File, Gap
from recorder.state import State
from recorder.watched import LINES

Words = Mapping[str, str]


@dataclass(frozen=True)
class Elsewhere:
    """``names`` of the further files by their numbers, from ``folder`` on."""

    names: Mapping[int, str] = field(default_factory=dict)
    folder: Path | None = None

    @classmethod
    def of(cls, events: Iterable[Event], folder: str = "") -> Elsewhere:
        """The files that a recording tells of."""
        names: dict[int, str] = {}
        for event in events:
            if isinstance(event, File):
                names[event.number] = event.name
            elif isinstance(event, Gap):
                names |= State.carried(event.state).files
        return cls(names, Path(folder) if folder else None)

    def where(self, line: int, words: Words) -> str:
        """A line in words: "line 5", or "shop/orders.py:5" in a further file."""
        number, within = divmod(line, LINES)
        if not number:
            return words["player_line"].format(line=line)
        return f"{self.names.get(number, '?')}:{within}"

    def code(self, line: int) -> str:
        """What stands on a line of a further file; nothing if that cannot be read."""
        number, within = divmod(line, LINES)
        if self.folder is None or number not in self.names:
            return ""
        lines = _lines(self.folder / self.names[number])
        return lines[within - 1].strip() if 0 < within <= len(lines) else ""


@functools.cache
def _lines(file: Path) -> list[str]:
    try:
        with tokenize.open(file) as program:
            return program.read().split("\n")
    except (OSError, SyntaxError, ValueError):
        return []
