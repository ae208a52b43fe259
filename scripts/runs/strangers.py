"""A program that is none of the site's: whatever it is, says and prints, its run can be shown.

Templates and Markup escape what HTML would act on; `visible` does so with what a screen would.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recorder.events import Event
from recorder.state import State

from . import telling
from .contracts import Contract
from .outcome import Outcome
from .programs import Program
from .recordings import Recording
from .run import Line, Run

Words = Mapping[str, str]
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
LONGEST = 1000  # characters of a line that are shown
# Characters that move the cursor, colour what follows or turn it round, and line ends but "\n".
UNSEEN = {
    n: f"\\x{n:02x}" if n < 256 else f"\\u{n:04x}"
    for n in range(0x10000)
    if unicodedata.category(chr(n)) in ("Cc", "Zl", "Zp", "Cs")
    or unicodedata.bidirectional(chr(n)) in BIDI
    if chr(n) not in "\n\t"
}


def visible(value: Any) -> Any:
    """Texts, also inside of lists and dicts, with what cannot be seen written as Python would write
    it, and lines no longer than can be read."""
    if isinstance(value, str):
        plain = value if value.isprintable() else value.translate(UNSEEN)
        if len(plain) <= LONGEST:
            return plain
        return "\n".join(_cut(line) for line in plain.split("\n"))
    if isinstance(value, list):
        return [visible(each) for each in value]
    if isinstance(value, dict):
        return {key: visible(each) for key, each in value.items()}
    return value


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}… (+{len(line) - LONGEST})"


def lines(events: Sequence[Event], words: Words) -> Iterator[Line]:
    """What the program printed, line by line, each with the time at which it was whole; where some
    are not known, a line that says how many."""
    begun = {"out": "", "err": ""}
    state = State()
    for event in events:
        before = len(state.output)
        state.apply(event)
        at = state.at / 1e6
        for stream, text in state.output[before:]:
            if stream == "gap":
                count = telling.number(int(text), words)
                yield Line(at, stream, words["player_gap"].format(count=count))
                continue
            *whole, begun[stream] = (begun[stream] + text).split("\n")
            yield from (Line(at, stream, each) for each in whole)
    yield from (Line(state.at / 1e6, stream, text) for stream, text in begun.items() if text)


def outcome(
    program: Program,
    document: Mapping[str, Any],
    recording: Recording,
    words: Words,
    *,
    status: int | None,
    wall: float,
    began: datetime.datetime,
) -> Outcome:
    """What is shown of a run of which there is no more than its ``recording``, made of the
    ``document``: ``wall`` seconds, when it ``began``, the ``status`` with which it ended."""
    run = Run(
        program=program,
        contract=Contract(),
        lines=tuple(lines(recording.events, words)),
        status=status,
        wall=wall,
        cpu=0.0,
        began=began,
        python=document["python"],
        platform=document["platform"],
        recording=recording,
    )
    return Outcome(run, [[] for _ in run.lines], [], recording)
