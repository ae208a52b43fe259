"""What is known of one run of one program: plain data, from the supervisor to the page."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .contracts import Contract, Value
from .programs import Program
from .recordings import Recording

NUMBER, WHOLE = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"^.*$")


@dataclass(frozen=True)
class Line:
    """A line of output. ``at``: seconds since the program began. ``stream``: ``out``, ``err``, or
    ``in`` for a line typed at the prompt of a transcript."""

    at: float
    stream: str
    text: str


@dataclass(frozen=True)
class Run:
    """A finished run.

    ``status``: exit status, negative for the signal that killed it, None when the build stopped
    it. ``wall``/``cpu``: seconds from the program's begin to its end. ``troubles``: what the
    supervisor saw that no contract allows (``flooded``, ``left`` a process behind, …), each with
    a word about it. ``turns``: how many its event loops made, counted apart from any recorder;
    None if it came to no ordinary end. ``recording``: what its loop did, if that was recorded.
    """

    program: Program
    contract: Contract
    lines: tuple[Line, ...]
    status: int | None
    wall: float
    cpu: float
    began: datetime.datetime
    python: str
    platform: str
    exit_called: bool = False
    ended_orderly: bool = True
    troubles: Mapping[str, str] = field(default_factory=dict)
    turns: int | None = None
    recording: Recording | None = None

    @property
    def is_lost(self) -> bool:
        """Whether it says nothing of its program: the machine, or another program, has ended it."""
        return bool({"lost", "machine"} & self.troubles.keys())

    def texts(self, stream: str) -> list[str]:
        """The lines of one stream."""
        return [line.text for line in self.lines if line.stream == stream]

    @property
    def out(self) -> list[str]:
        """The lines of stdout."""
        return self.texts("out")

    @property
    def err(self) -> list[str]:
        """The lines of stderr."""
        return self.texts("err")

    @property
    def stopped(self) -> bool:
        """Whether the build stopped it."""
        return self.status is None

    def value(self, name: str) -> str:
        """A named value, as printed; ``wall`` and ``cpu`` of every run as seconds ("0.41").

        Raises LookupError, saying what is there, when the name or its place does not exist.
        """
        if name in ("wall", "cpu"):
            return f"{getattr(self, name):.2f}"
        values = self.contract.values
        if name not in values:
            known = ", ".join(["wall", "cpu", *values])
            raise LookupError(f"{self.program.name} has no value {name!r}; it has {known}")
        return self._at(name, values[name])

    def named_numbers(self) -> set[tuple[int, int]]:
        """Where its named numbers stand: index in ``lines``, and first character."""
        found = set()
        for place in self.contract.values.values():
            with contextlib.suppress(IndexError):  # which `value` tells
                line, number = self._found(place)
                found.add((line, number.start()))
        return found

    def _found(self, place: Value) -> tuple[int, re.Match[str]]:
        """The index of a line, and what is meant on it. Raises IndexError."""
        out = [n for n, line in enumerate(self.lines) if line.stream == "out"]
        line = out[place.line - 1 if place.line > 0 else place.line]
        pattern, number = (NUMBER, place.number) if place.number else (WHOLE, 1)
        return line, [*pattern.finditer(self.lines[line].text)][number - 1]

    def _at(self, name: str, place: Value) -> str:
        try:
            return self._found(place)[1][0]
        except IndexError:
            shown = "\n".join(self.out)
            raise LookupError(
                f"expected the value {name!r} as {place} ({self.contract.at('values', name)}), but"
                f" it printed:\n{shown}"
            ) from None
