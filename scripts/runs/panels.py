"""A panel in words: HTML of what `recorder.panel` says, and the steps of a player."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup
from recorder.alike import Moment
from recorder.events import Event, Line
from recorder.panel import Chip, Panel, groups_of, line_of, panel
from recorder.state import State
from recorder.watched import LINES

from . import telling, times
from .elsewhere import Elsewhere
from .templating import filled, put, said

Words = Mapping[str, str]
TEMPLATE = Path(__file__).parent / "templates/panel.html"
PREFIX = "panel_"
# What is said of a thing after its name and state stands behind a dot.
APART = {
    "chain", "value", "cancelling", "wakes", "then_stops", "then_calls", "watched", "dropped",
    "held", "locked", "free", "is_set", "not_set", "come", "left", "holds", "holds_of",
    "holds_items", "holds_of_items", "unknown", "unfinished",
    "of_getters", "of_putters", "of_joiners", "of_waiters", "kept", "gathers", "groups", "belongs",
    "gathered",
    "aborting",
}  # fmt: skip
WHOSE = {"of", "of_function", "of_module"}  # the name of the function whose a variable is
TICKING = {"in", "due"}  # what the clock alone changes
EMPTY = {"ready": "player_empty", "selector": "player_not_asked"}
_CHIP = Markup('<span class="chip {kind}" data-key="{key}">{said}</span>')
_NONE = Markup('<span class="none">{said}</span>')
_WHOSE = Markup('<span class="whose">{said}</span> ')
_TICKS = Markup('<span class="ticks">{said}</span>')
_HEARD = Markup('<span class="heard">, </span>')  # what sets chips apart for who listens
CLOCK, MARGIN = "clock", "margin"  # what a panel has besides its groups


def drawn(shown: Panel, words: Words) -> Markup:
    """A panel as it stands in a page, for who has no scripts too."""
    groups = [
        (name, words[f"player_{name}"], group(name, chips, words))
        for name, chips in shown.groups.items()
    ]
    return filled(TEMPLATE, clock=clock(shown, words), groups=groups)


def clock(shown: Panel, words: Words) -> str:
    """The turn of the loop, and the time."""
    time = words[f"{PREFIX}clock"].format(time=telling.time(shown.at, words))
    if shown.turn is None:
        turn = words[f"{PREFIX}no_loop"]
    elif shown.turn == 0:
        turn = words[f"{PREFIX}before_turns"]
    else:
        turn = words[f"{PREFIX}turn"].format(number=shown.turn)
    return f"{turn} · {time}"


def group(name: str, chips: Sequence[Chip], words: Words) -> Markup:
    """The chips of a group."""
    return _HEARD.join(_Chips(words).group(name, chips))


class _Chips(dict[str, Markup]):
    """The HTML of chips, each made once: most are at a step what they were at the one before."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.last: dict[str, tuple[Sequence[Chip], tuple[Markup, ...]]] = {}  # by group

    def group(self, name: str, chips: Sequence[Chip]) -> tuple[Markup, ...]:
        """The chips of a group, one by one, made anew where they are not as the time before."""
        if name not in self.last or self.last[name][0] != chips:
            self.last[name] = chips, tuple(self._group(name, chips))
        return self.last[name][1]

    def _group(self, name: str, chips: Sequence[Chip]) -> list[Markup]:
        """What is of a function of a suspended task stands below its name."""
        found, before = [], Markup("")
        for each in chips:
            whose = _whose(each, self.words)
            found.append((whose if whose != before else Markup("")) + self.one(each))
            before = whose
        return found or [put(_NONE, said=self.words[EMPTY.get(name, "player_nothing")])]

    def one(self, each: Chip) -> Markup:
        key = repr(each)
        if key not in self:
            self[key] = chip(each, self.words)
        return self[key]


def _whose(each: Chip, words: Words) -> Markup:
    """The name of the function whose a variable is, if that is said."""
    said_of = (_say(key, fields, words) for key, fields in each.parts if key in WHOSE)
    return Markup("").join(put(_WHOSE, said=each) for each in said_of)


def chip(each: Chip, words: Words) -> Markup:
    """A chip: who it is of, and what is said of it."""
    told = Markup("")
    for key, fields in each.parts:
        if key in WHOSE:
            continue
        before = " · " if key in APART else " "
        part = _say(key, fields, words)
        told += (before if told else "") + (put(_TICKS, said=part) if key in TICKING else part)
    if each.kind == "more":
        return put(_NONE, said=told)
    return put(_CHIP, kind=each.kind, key=each.key, said=told)


def _say(key: str, fields: Mapping[str, Any], words: Words) -> Markup:
    if key in ("calls", "inside"):
        called = Markup(" → ").join(_call(name, task) for name, task in fields["calls"])
        return Markup("→ ") + called if key == "inside" else called
    if key == "chain":
        links = (_link(name, line) for name, line in fields["links"])
        return Markup(" → ").join(_say(*link, words) for link in links)
    if key == "kept":
        jobs = Markup(", ").join(_say(each, given, words) for each, given in fields["jobs"])
        return said(words, PREFIX + key, jobs=jobs)
    if key == "variable":
        return telling.code(f"{fields['name']} = {telling.labels(fields['value'])}")
    return telling.phrase(PREFIX + key, fields, words)


def _link(name: str, line: int | str) -> tuple[str, dict[str, Any]]:
    """One of a chain; a text names a line of another file."""
    key = "link_elsewhere" if isinstance(line, str) else "link"
    return key, {"name": name, "line": line}


def _call(name: str, task: str | None) -> Markup:
    """A function under way; with the label of the task whose first step it is."""
    return (telling.label(task) + " " if task else Markup("")) + telling.code(f"{name}()")


@dataclass
class Steps:
    """The steps of a player, as its script reads them. ``kinds``: a letter a step, "t" for a moment
    with which a turn begins or ends, "m" for another one, "l" for a line of code between moments;
    ``end`` of the run, in µs; ``at``: time since the step before, in thousandths of all that;
    ``lines``: the line that runs, 0 where none does; ``out``: lines printed since the step before;
    ``said``: the sentence of the steps whose line is in another file."""

    groups: list[str]
    end: int
    kinds: str = ""
    at: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)
    said: dict[int, str] = field(default_factory=dict)


@dataclass
class Drawn:
    """What a panel shows at steps that follow each other, as the script reads it. ``pieces``: HTML,
    each once, as a list of the chips that it is made of, the separator between them left out;
    ``changes``: number of a group and its piece, by turns, for what is not as at the step before, 0
    for the next piece that was not shown yet, else how far before that one it is."""

    pieces: list[tuple[str, ...]] = field(default_factory=list)
    changes: list[list[int]] = field(default_factory=list)

    def whole(self) -> dict[str, Any]:
        """With each piece as one text: of most players that is less."""
        return {"pieces": [_HEARD.join(map(Markup, each)) for each in self.pieces]} | {
            "changes": self.changes
        }

    def in_chips(self) -> dict[str, Any]:
        """With each chip once, and pieces as the numbers of theirs: many tasks have as many chips,
        and at most steps one of them changes. ``between``: what stands between chips."""
        chips = dict[str, int]()
        pieces = [[chips.setdefault(x, len(chips)) for x in each] for each in self.pieces]
        return {
            "between": _HEARD,
            "chips": list(chips),
            "pieces": pieces,
            "changes": self.changes,
        }


@dataclass(frozen=True)
class Panels:
    """The panels of a run: its ``events`` and its moments, ``told``; ``files``: those besides the
    program's own; ``most``: chips of a group, where that is not the usual number."""

    events: Sequence[Event]
    told: Sequence[Moment]
    words: Words
    files: Elsewhere
    most: Mapping[str, int] = field(default_factory=dict)

    def steps(self) -> Steps:
        """The steps of the run: its moments, and the lines of code between them."""
        end = times.whole(self.events)
        made = Steps([CLOCK, MARGIN, *groups_of(self.events)], end)
        was_at = was_out = 0  # thousandths, lines
        for kind, state, line in _stops(self.events, self.told):
            if line >= LINES:
                made.said[len(made.kinds)] = _next(line, self.words, self.files)
            printed = sum(text.count("\n") for _, text in state.output)
            made.kinds += kind
            at = state.at * 1000 // end
            made.at.append(at - was_at)
            made.lines.append(line_of(state) or 0)
            made.out.append(printed - was_out)
            was_at, was_out = at, printed
        return made

    def drawn(self, first: int = 0, count: int | None = None) -> Drawn:
        """What the panel shows at so many steps (all that follow) from this one on, from 0."""
        made, known, before = Drawn(), dict[tuple[str, ...], int](), list[int]()
        names, chips = groups_of(self.events), _Chips(self.words)
        end = None if count is None else first + count
        stops = itertools.islice(_stops(self.events, self.told), first, end)
        for _, state, _ in stops:
            fresh = len(known)
            shown = _pieces(panel(state, names, self.most), self.words, chips)
            now = [known.setdefault(piece, len(known)) for piece in shown]
            made.changes.append(list(_changes(now, before, fresh)))
            before = now
        made.pieces = list(known)
        return made

    def still(self, numbers: Collection[int]) -> dict[int, Markup]:
        """The panels of the moments with these numbers, from 1, as they stand in a page without a
        script."""
        names, found, number = groups_of(self.events), dict[int, Markup](), 0
        for kind, state, _ in _stops(self.events, self.told):
            number += kind != "l"
            if kind != "l" and number in numbers:
                found[number] = drawn(panel(state, names, self.most), self.words)
        return found


def _changes(now: Sequence[int], before: Sequence[int], fresh: int) -> Iterator[int]:
    """What a step has in `Drawn.changes`: by the pieces of the groups, now and before, and how many
    were known before."""
    for group, piece in enumerate(now):
        if not before or before[group] != piece:
            yield from (group, fresh - piece)
            fresh = max(fresh, piece + 1)


def _next(line: int, words: Words, files: Elsewhere) -> str:
    place, code = files.where(line, words), telling.code(files.code(line))
    return said(words, "player_at_elsewhere", place=place, code=code)


def _stops(events: Sequence[Event], told: Sequence[Moment]) -> Iterator[tuple[str, State, int]]:
    """Where the player stops: the kind of each step, with the state there, and the line of code
    that comes next there, or 0."""
    state = State()
    ends = {moment.end: moment for moment in told}
    for number, event in enumerate(events, 1):
        state.apply(event)
        if moment := ends.get(number):
            yield moment.level[0], state, 0
        elif isinstance(event, Line):
            yield "l", state, event.line


def _pieces(shown: Panel, words: Words, made: _Chips) -> Iterator[tuple[str, ...]]:
    yield (clock(shown, words),)
    yield (" ".join(f"{line}:{label}" for line, label in shown.margin),)
    for name, chips in shown.groups.items():
        yield made.group(name, chips)
