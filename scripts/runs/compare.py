"""Two runs of one program: what legitimately differs is found and marked, all else is a fault."""

from __future__ import annotations

import re

from .run import Run

ALWAYS = {
    "address": r"0x[0-9a-fA-F]{4,}",
    "clock": r"\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b",
}
MEASURED = {
    "duration": r"(?<![\w.,])\d+(?:[.,]\d+)?(?= ?(?:ns|µs|us|ms|s|seconds|segundos)\b)",
}
DECLARED = {
    "count": r"(?<![\w.])\d+(?:[.,]\d+)*",
    # The garbage collector may close a coroutine before or after it tells of its task.
    "collected": r"(?:running|done, defined) at [^\s>]+",
}

Span = tuple[int, int, str]  # from, to (characters of the line), kind


def variations(first: Run, second: Run) -> tuple[list[list[Span]], str | None]:
    """Where ``first`` differs from ``second``, line by line, and a fault if in more than it may.

    Addresses and clock times are marked in any case; durations, and kinds that the contract
    declares in ``varies``, where the two runs differ; of these a number that has a name there also
    where they agree by chance.
    """
    patterns = {**ALWAYS, **MEASURED, **declared(first)}
    pattern = re.compile("|".join(f"(?P<{kind}>{text})" for kind, text in patterns.items()))
    mine, theirs = first.lines, second.lines
    for n in range(max(len(mine), len(theirs))):
        one = f"{mine[n].stream}: {mine[n].text}" if n < len(mine) else "nothing more"
        two = f"{theirs[n].stream}: {theirs[n].text}" if n < len(theirs) else "nothing more"
        # No line contains a line break, so none can pass for a mask.
        if pattern.sub("\n", one) != pattern.sub("\n", two):
            return [], (
                "expected the same output from a second run, addresses, clock times and durations"
                f" apart (and what varies in snippets/runs.toml); line {n + 1} was {one!r},"
                f" then {two!r}"
            )
    named = first.named_numbers()
    pairs = enumerate(zip(mine, theirs, strict=True))
    return [
        _spans(pattern, a.text, b.text, {start for line, start in named if line == n})
        for n, (a, b) in pairs
    ], None


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, addresses apart, which say nothing to a reader."""
    address = re.compile(ALWAYS["address"])
    return address.sub("", one) == address.sub("", other)


def declared(run: Run) -> dict[str, str]:
    """The patterns of the kinds that the contract of a run declares."""
    return {kind: DECLARED[kind] for kind in run.contract.varies if kind in DECLARED}


def _spans(pattern: re.Pattern[str], mine: str, theirs: str, named: set[int]) -> list[Span]:
    found = []
    for a, b in zip(pattern.finditer(mine), pattern.finditer(theirs), strict=True):
        by_chance = a.lastgroup == "count" and a.start() in named
        if a.lastgroup in ALWAYS or a[0] != b[0] or by_chance:
            found.append((*a.span(), str(a.lastgroup)))
    return found
