"""Two recorded runs beside each other on one axis of time: their coroutines as lanes, what they
printed, and the lines by which the two programs differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.numbers import format_decimal
from markupsafe import Markup

from . import lanes, pieces, player, times
from .outcome import Outcome
from .templating import filled

Words = Mapping[str, str]
TEMPLATE = Path(__file__).parent / "templates/beside.html"
PLAYED = 6_000_000  # µs that playing takes at least: a wait of half a second is soon over
STEPS = 100  # of the range, over the whole axis


class Said(NamedTuple):
    """A line of output: ``at`` in µs, and ``seconds`` as the language writes them."""

    at: int
    seconds: str
    text: str


class Side(NamedTuple):
    """One of the two runs. ``code``: the lines that the other program does not have; ``end``: of
    the run in µs, and in seconds as the language writes them."""

    code: list[str]
    end: int
    seconds: str
    drawing: Markup
    said: list[Said]


def figure(one: Outcome, other: Outcome, words: Words) -> Markup:
    """The figure of two runs. Raises `player.NoMoment` where one has no recording to show."""
    runs = [_timed(one), _timed(other)]
    end = max(run.end for run in runs)
    at = times.ticks(end)
    places, numbers = [lanes.percent(t, end) for t in at], times.tick_words(at, words["locale"])
    names = [each.run.program.filename for each in (one, other)]
    return filled(
        TEMPLATE,
        words=words,
        title=words["beside_title"].format(one=names[0], other=names[1]),
        sides=[_side(one, other, runs[0], end, words), _side(other, one, runs[1], end, words)],
        ticks=zip(places, numbers, strict=True),
        end=end,
        steps=STEPS,
        slower=-(-PLAYED // end),
        ran=pieces.recorded(one.run, words),
    )


def _timed(outcome: Outcome) -> times.Timed:
    told = player.tell(outcome.run.program, outcome.run.contract, outcome.recording)
    return times.timed(told.recording.events, coroutines=True)


def _side(mine: Outcome, other: Outcome, run: times.Timed, end: int, words: Words) -> Side:
    program, drawing = mine.run.program, times.drawing(run, words, end)
    return Side(
        code=only_in(program.source, other.run.program.source),
        end=run.end,
        seconds=_seconds(run.end, words),
        drawing=lanes.drawn(
            dataclasses.replace(drawing, marks=[lanes.Mark(at, "") for at, _ in drawing.marks[1:]]),
            _told(run, words),
            f"{player.slug(program)}-by-time",
            words,
        ),
        said=list(_said(run.printed, words)),
    )


def only_in(source: str, other: str) -> list[str]:
    """The lines of a program that another one does not have, without their indentation."""
    theirs = set(other.splitlines())
    return [line.strip() for line in source.splitlines() if line.strip() and line not in theirs]


def _said(printed: Sequence[times.Printed], words: Words) -> Iterator[Said]:
    """What was printed, by lines; one that came in pieces came when its first piece did."""
    begun: tuple[int, str] | None = None
    for at, text in printed:
        since, before = begun or (at, "")
        *whole, rest = (before + text).split("\n")
        for line in whole:
            yield Said(since, _seconds(since, words), line)
            since = at
        begun = (since, rest) if rest else None
    if begun:
        yield Said(begun[0], _seconds(begun[0], words), begun[1])


def _told(run: times.Timed, words: Words) -> str:
    """The lanes for who listens: each wait that can be seen, with its begin and its end."""
    finest = run.end // times.FINEST
    return "; ".join(
        words["beside_wait"].format(
            name=f"{row.label.upper()} {row.name}()".strip(),
            begin=_seconds(stretch.begin, words),
            end=_seconds(stretch.end, words),
        )
        for row in run.rows
        for stretch in row.stretches
        if stretch.state == "waiting" and stretch.end - stretch.begin > finest
    )


def _seconds(micros: int, words: Words) -> str:
    return str(format_decimal(round(micros / 1e6, 2), "0.00", locale=words["locale"]))
