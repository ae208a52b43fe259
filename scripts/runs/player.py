"""HTML of a recorded run: complete as it stands, and all that the player's script needs."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup
from recorder import events, naming
from recorder.alike import Moment
from recorder.events import Event
from recorder.moments import moments
from recorder.watched import LINES
from recorder.wording import plain

from . import compare, lanes, panels, telling, times
from .contracts import Contract, Named
from .elsewhere import Elsewhere
from .outcome import Outcome
from .programs import Program
from .recordings import Recording
from .run import Run
from .templating import filled, for_script

Words = Mapping[str, str]
TEMPLATE = Path(__file__).parent / "templates/player.html"
# The words of the catalogue that the player's script says itself.
SAID = (
    "controls step first back play pause forward last zoom zoom_turn zoom_moment zoom_line line"
    " at_line so_far opens_at from_start lane_told lane_told_time lane_nothing scale scale_moments"
    " scale_time"
).split()
UNSPOKEN = re.compile(r"[^\w.-]+")  # what an id in an address had better not have
MOST_EVENTS = 2500  # of a recording that a page shows: more is no reading any more, and heavy
STRETCH = 64  # steps: of a larger recording so many panels are told at once, when they are needed
MANY = 8  # tasks: of more, which a panel would not show, a reader can choose some
UNNAMED = re.compile(r"Task-\d+")


class NoMoment(LookupError):
    """A run has no such moment; the message says what was looked for."""


@dataclass(frozen=True)
class Told:
    """A recording with its moments, ready to be shown. ``named``: number of a moment, from 1, by
    the name that pages call it; ``files``: those besides the program's own; ``asked``: whether the
    panels of a large one are told when the script asks for them, and not all at once."""

    recording: Recording
    moments: list[Moment]
    named: Mapping[str, int]
    files: Elsewhere = field(default_factory=Elsewhere)
    asked: bool = False

    @property
    def large(self) -> bool:
        """Whether the panels are told in stretches of `STRETCH` steps."""
        return len(self.recording.events) > MOST_EVENTS

    @property
    def many(self) -> bool:
        """Whether it has so many tasks that a reader can choose some."""
        return lanes.tasks(self.recording.events) > MANY

    @property
    def needs_more(self) -> bool:
        """Whether its player needs ``large.js`` besides."""
        return self.large or self.many

    def panels(self, words: Words) -> panels.Panels:
        """Its panels, in words; of many tasks all are shown, and not a few of them."""
        most = {"tasks": lanes.MOST_TASKS} if self.many else {}
        return panels.Panels(self.recording.events, self.moments, words, self.files, most)

    def stretch(self, number: int, words: Words) -> dict[str, Any]:
        """The panels of a stretch, by its number from 0, for the script; with that of the step
        before it, from which the first one differs."""
        first = max(number * STRETCH - 1, 0)
        count = (number + 1) * STRETCH - first
        return {"first": first, **self.panels(words).drawn(first, count).in_chips()}


def tell(program: Program, contract: Contract, recording: Recording | None) -> Told:
    """The moments of a program's recording. Raises `NoMoment` when one that is declared in
    ``runs.toml`` is not there, or when there is nothing to show.

    Remembered, for a run is shown in several places."""
    of, made = _told.get(program.where, ((), None))
    if made is None or of[0] is not recording or of[1:] != (program, contract):
        made = _tell(program, contract, recording)
        _told[program.where] = (recording, program, contract), made
    return made


# By program: of what was told last, and what.
_told: dict[str, tuple[tuple[Any, ...], Told]] = {}


def _tell(program: Program, contract: Contract, recording: Recording | None) -> Told:
    told = moments(recording.events) if recording else []
    if not recording or not told:
        raise NoMoment(
            f'{program.where} has no recorded run to show: write show="both", for nothing'
            " happens in it that a player could step through"
        )
    if len(recording.events) > MOST_EVENTS:
        raise NoMoment(
            f"the recording of {program.where} has {len(recording.events)} events; a page can show"
            f" {MOST_EVENTS}"
        )
    named, missing = dict[str, int](), list[str]()
    for name, wanted in contract.moments.items():
        try:
            called = name, contract.at("moments", name)
            named[name] = _number(recording.events, told, wanted, program, called)
        except NoMoment as error:
            missing.append(str(error))
    if missing:
        raise NoMoment("\n  ".join(missing))
    return Told(recording, told, named)


def _number(
    events: tuple[Event, ...],
    told: list[Moment],
    wanted: Named,
    program: Program,
    called: tuple[str, str],
) -> int:
    """The number of a moment; ``called``: its name, and where that is declared."""
    lines = program.lines_with(wanted.code) if wanted.code else None
    found = list(naming.like(events, wanted.fields, lines))
    if len(found) < wanted.nth:
        raise NoMoment(
            f"{program.where}: the moment {called[0]!r} ({wanted}; {called[1]}) is not in its"
            f" recorded run, which has {len(found)} such events"
        )
    return naming.moment_of(told, found[wanted.nth - 1])


def slug(program: Program) -> str:
    """What the ids of a program's moments begin with."""
    return UNSPOKEN.sub("-", program.filename.removesuffix(".py"))


def anchor(program: Program, name: str | int) -> str:
    """The id of a moment, by its name or number."""
    return f"{slug(program)}-{name}"


# By program: of what the last player was made, and what it was filled with: it is shown in its page
# and on one of its own.
_made: dict[tuple[str, str, bool], tuple[Recording, Words, dict[str, Any]]] = {}


def wrapped(
    outcome: Outcome,
    told: Told,
    words: Words,
    code: Markup,
    output: Markup,
    slot: Markup,
    by_time: bool = False,
) -> Markup:
    """The element of the player around the program's ``code`` and its ``output``; ``slot`` comes
    after the program; ``by_time``: its lanes are printed on an axis of time, not of moments."""
    fields = _remembered(outcome, told, words, by_time)
    return filled(TEMPLATE, code=code, slot=slot, output=output, **fields)


def prepare(outcome: Outcome, words: Words, by_time: Iterable[bool]) -> None:
    """Make what takes long of the players of a run, before `wrapped` is called for each of these.
    What keeps one from being shown is told there."""
    run = outcome.run
    if outcome.recording and not outcome.faults:
        with contextlib.suppress(NoMoment):
            for each in by_time:
                told = tell(run.program, run.contract, outcome.recording)
                _remembered(outcome, told, words, each)


def _remembered(outcome: Outcome, told: Told, words: Words, by_time: bool) -> dict[str, Any]:
    key = outcome.run.program.where, words["locale"], by_time
    recording, in_words, fields = _made.get(key, (None, words, {}))
    if recording is not told.recording or in_words != words:
        fields = _fields(outcome.run, told, words, by_time)
        _made[key] = told.recording, words, fields
    return fields


def _fields(run: Run, told: Told, words: Words, by_time: bool) -> dict[str, Any]:
    """What the template is filled with beside code and output."""
    name = run.program.filename
    drawings = _drawings(told, words)
    printed, other = reversed(drawings) if by_time else drawings
    legend = lanes.legend(drawings[0], words)
    heard = words["player_lanes"].format(name=name)
    first = opens(told, run)
    panels = told.panels(words)
    steps, shown = panels.steps(), panels.still({first, *told.named.values()})
    drawn = {"stretch": STRETCH} if told.large else panels.drawn().whole()
    return {
        "title": words["player_title"].format(name=name),
        "marks": not {"tasks", "coroutines", "both"}.isdisjoint(steps.groups),
        "panel": shown.pop(first),
        "drawing": lanes.drawn(printed, heard, slug(run.program), words, legend),
        "summary": words["player_steps"].format(count=len(told.moments)),
        "steps": list(_steps(run, told, words, shown)),
        "large": told.large,
        "stretches": _stretches(told, steps, words),
        "choices": _choices(told, drawings[0]),
        "words": words,
        "data": for_script(
            {
                "opens": first,
                **{name: each for name, each in vars(steps).items() if each or name != "said"},
                **drawn,
                "lanes": {"by_time": by_time, **other.for_script()},
            }
        ),
    }


def _stretches(told: Told, steps: panels.Steps, words: Words) -> list[Markup]:
    """The panels of a large recording, but for those that are asked for."""
    if not told.large:
        return []
    count = 1 if told.asked else -(-len(steps.kinds) // STRETCH)
    return [for_script(told.stretch(number, words)) for number in range(count)]


class Choice(NamedTuple):
    """A task among which a reader can choose: its label, its coroutine, and the name that the
    program has given it, or nothing."""

    label: str
    coroutine: str
    name: str


def _choices(told: Told, drawing: lanes.Drawing) -> list[Choice]:
    """The tasks that have a lane, if there are many, in that order."""
    if not told.many:
        return []
    kinds = (events.Task, events.Named)
    names = {x.task: x.name for x in told.recording.events if isinstance(x, kinds)}
    given = {label: name for label, name in names.items() if not UNNAMED.fullmatch(name)}
    return [Choice(x.label, plain(x.name), given.get(x.label, "")) for x in drawing.rows]


def _drawings(told: Told, words: Words) -> tuple[lanes.Drawing, lanes.Drawing]:
    """The lanes by moments, and by time."""
    events = told.recording.events
    most = lanes.MOST_TASKS if told.many else lanes.MOST
    moments = lanes.by_moments(lanes.lanes(events, told.moments), told.moments, most)
    time = times.drawing(times.timed(events), words, most=most)
    # By label: a generator that came and went between two moments has a lane by time alone.
    groups = {row.label: row.group for row in moments.rows}
    rows = [row._replace(group=groups.get(row.label, "")) for row in time.rows]
    return moments, dataclasses.replace(time, rows=rows)


def said_by_script(words: Words) -> dict[str, str]:
    """What the players of a page say themselves, for JSON: once a page."""
    return {key: words[f"player_{key}"] for key in SAID}


def note(words: Words) -> str:
    """What the caption says of where the steps come from."""
    return words["player_recorded"]


class Step(NamedTuple):
    """A moment in the list: its id and that of its name, if it has one; its sentence; where in the
    program it is, if it is somewhere; and its panel, if it has a name and is not the one shown."""

    id: str
    mark: str
    level: str
    said: Markup
    line: str
    panel: Markup


def opens(told: Told, run: Run) -> int:
    """The number of the moment that is shown first."""
    return told.named.get(run.contract.opens or "", 1)


def _steps(run: Run, told: Told, words: Words, shown: Mapping[int, Markup]) -> Iterator[Step]:
    names = {number: name for name, number in told.named.items()}
    shown_itself = run.recording is told.recording  # and not a run beside it
    moments = told.moments if shown_itself else _as_printed(run, told.moments)
    for number, moment in enumerate(moments, 1):
        place = told.files.where(moment.line, words) if moment.line else ""
        elsewhere = (moment.line or 0) >= LINES  # not beside the sentence, then, but in it
        yield Step(
            anchor(run.program, number),
            anchor(run.program, names[number]) if number in names else "",
            moment.level,
            _sentence(moment, run, words) + (f" ({place})" if elsewhere else ""),
            "" if elsewhere else place,
            shown.get(number, Markup("")),
        )


def _as_printed(run: Run, told: Sequence[Moment]) -> Iterator[Moment]:
    """The moments, with what they print as the plain run printed it: that is the output which the
    page shows. Where times and numbers differ between two runs, it is said beside that of the
    recorded one, to which all else that is shown belongs."""
    printed = 0
    for moment in told:
        text = str(moment.parts[0][1].get("text", ""))
        whole = text.endswith("\n") and moment.key in ("prints", "prints_err")
        lines = run.lines[printed : printed + text.count("\n")]
        printed += text.count("\n")
        if whole and lines:
            (key, said), *more = moment.parts
            plain = "\n".join(line.text for line in lines) + "\n"
            if moment.key == "prints" and not compare.same(plain, text):
                more, plain = [("prints_plain", {"text": plain}), *more], text
            moment = dataclasses.replace(moment, parts=[(key, {**said, "text": plain}), *more])
        yield moment


def _sentence(moment: Moment, run: Run, words: Words) -> Markup:
    spins = run.contract.spins
    if spins and moment.key == "fold":
        return telling.sentence(moment, words, telling.more_turns(run.value(spins), words))
    return telling.sentence(moment, words)
