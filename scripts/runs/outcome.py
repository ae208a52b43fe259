"""What a page shows of a program, when it has run; and why it may show nothing."""

from __future__ import annotations

from dataclasses import dataclass

from .compare import Span
from .recordings import Recording
from .run import Run


@dataclass(frozen=True)
class Outcome:
    """What a page shows of a program: its first run, where that varies, what is wrong, and the
    recording of its second run."""

    run: Run
    varies: list[list[Span]]
    faults: list[str]
    recording: Recording | None = None


class TooOld(RuntimeError):
    """The interpreter that builds the site is too old for a program."""

    def __init__(self, needs: tuple[int, int]) -> None:
        super().__init__(f"needs Python {needs[0]}.{needs[1]} or newer")
        self.needs = needs
