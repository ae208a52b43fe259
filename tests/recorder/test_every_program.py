"""The programs of the site, recorded: the same run, and the recording is true of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from made import ROOT
from recorder.events import Cancelled, Cut, Event, Fold, Handle, Ready, Stuck, Timer, TimerOut
from recorder.replay import mismatches
from runs.compare import variations
from runs.contracts import load
from runs.programs import Programs
from runs.recordings import Recording, difference
from runs.run import Line, Run

PROGRAMS = Programs(ROOT / "snippets")
CONTRACTS = load(ROOT / "snippets/runs.toml", PROGRAMS.names)
# What these do before they end is a matter of time, and is said to vary.
COUNTS_VARY = {name for name, contract in CONTRACTS.items() if "count" in contract.varies}
BUSY = {name for name, contract in CONTRACTS.items() if contract.is_late or contract.background}
# How many turns these make is a matter of time, or of which thread comes first.
TURNS_VARY = {name for name, contract in CONTRACTS.items() if "turns" in contract.varies}
# The site does not record these: what they do hangs on how long it takes.
MEASURED = {name for name, contract in CONTRACTS.items() if not contract.recorded}
# The interpreter prints this while it takes itself down, when no hook can tell of it.
AFTER_THE_END = {
    "part-1/tasks/create_task_needs_a_running_loop": "was never awaited",
    "part-1/tasks/run_cancels_what_is_there": "Task was destroyed but it is pending!",
}

pytestmark = pytest.mark.timeout(600)  # the first of them has every program recorded


def first(faults: Iterator[str | None]) -> str | None:
    """The first fault, if there is any."""
    return next((fault for fault in faults if fault), None)


def lines(run: Run, *streams: str) -> Run:
    """A run with the lines of these streams, one after the other, and no sign before a number:
    costs that differ by little can differ by less than nothing when they are recorded."""
    shown = [
        Line(0.0, line.stream, line.text.replace(": -", ": "))
        for stream in streams
        for line in run.lines
        if line.stream == stream
    ]
    return dataclasses.replace(run, lines=tuple(shown))


def test_recording_changes_neither_output_nor_status(recorded):
    def fault(one):
        if one.status != one.plain.status:
            return f"ended by {one.status}, plain by {one.plain.status}"
        return variations(lines(one.plain, "out", "err"), lines(one.really_printed, "out", "err"))[
            1
        ]

    recorded.check(lambda ones: first(map(fault, ones)))


def test_recorded_output_is_the_plain_output_in_its_order(recorded):
    def fault(one):
        plain = one.plain
        last = AFTER_THE_END.get(one.program.name)
        if last and not any(last in line.text for line in one.told_printed.lines):
            first_of_it = next(n for n, line in enumerate(plain.lines) if last in line.text)
            plain = dataclasses.replace(plain, lines=plain.lines[:first_of_it])
        cut = any(isinstance(event, Cut) for event in one.events)
        return None if cut else variations(plain, one.told_printed)[1]

    recorded.check(lambda ones: first(map(fault, ones)))


def test_replay_gives_the_real_loop_before_every_job(recorded):
    def fault(one):
        return f"{one.document['lost']} lost" if one.document["lost"] else None

    recorded.check(lambda ones: first(x for one in ones for x in mismatches(one.events)))
    recorded.check(lambda ones: first(map(fault, ones)))


def test_recorded_run_makes_as_many_turns_as_the_plain_one(recorded):
    def fault(one):
        # These turn as often as they get the time to, or for ever.
        late = one.program.name in BUSY | TURNS_VARY
        if late or one.status is None or has(one, Cut, Fold, Stuck):
            return None
        told, turns = one.told_turns, one.plain.turns
        return f"{told} turns, plain {turns}" if told != turns else None

    recorded.check(lambda ones: first(map(fault, ones)))


NEAR = 10_000  # µs: on an idle machine two tasks set their timers within less
FAR = 200_000  # µs: even a crowded machine does meanwhile what a program does without a pause


def test_timers_that_may_come_due_together_are_declared(recorded):
    """Else builds fail on a crowded machine: in one turn or in two is a matter of chance."""

    def fault(one):
        if one.program.name in BUSY | TURNS_VARY | MEASURED or not one.document:
            return None
        due = due_ones(one.told)
        near = [pair for pair in near_ones(one.told) if due.issuperset(pair)]
        return f'varies = ["turns"] is not said: timers {near}' if near else None

    recorded.check(lambda ones: first(map(fault, ones)))


def test_what_overtakes_a_timer_has_the_time_to(recorded):
    """That a timer does not come due any more, because the program ends or it is cancelled, is so
    on a crowded machine too."""

    def fault(one):
        if one.program.name in BUSY | MEASURED | COUNTS_VARY or not one.document:
            return None
        due, last = due_ones(one.told), one.told[-1].at
        ends = {event.handle: event.at for event in one.told if isinstance(event, Cancelled)}
        overtaken = [
            timer
            for timer in one.told
            if isinstance(timer, Timer) and timer.handle not in due
            if ends.get(timer.handle, last) < timer.when < timer.at + FAR
        ]
        return f"has no time to: {overtaken}" if overtaken else None

    recorded.check(lambda ones: first(map(fault, ones)))


def due_ones(told: list[Event]) -> set[int]:
    """The timers that came due."""
    return {event.handle for event in told if isinstance(event, Ready) and event.source == "timer"}


def near_ones(told: list[Event]) -> list[tuple[int, int]]:
    """The timers of a loop that waited at the same time, for times that lie near each other. Those
    that are the same are always due together."""
    waiting: dict[int, int] = {}
    loops: dict[int, int] = {}
    found = []
    for event in told:
        if isinstance(event, Handle):
            loops[event.handle] = event.loop
        elif isinstance(event, TimerOut):
            waiting.pop(event.handle, None)
        elif isinstance(event, Timer):
            for other, when in waiting.items():
                if 0 < abs(when - event.when) < NEAR and loops[other] == loops[event.handle]:
                    found.append((other, event.handle))
            waiting[event.handle] = event.when
    return found


# By day a build compares those of one Python.
@pytest.mark.parametrize(
    "recorded", [pytest.param("whole", marks=pytest.mark.nightly)], indirect=True
)
def test_both_languages_have_the_same_recording(recorded):
    def fault(ones):
        name = ones[0].program.name
        if name in TURNS_VARY | MEASURED or any(has(one, Cut, Fold) for one in ones):
            return None
        compared.update(one.program.name for one in ones[1:])
        one, *others = (Recording(tuple(each.told), 0, ()) for each in ones)
        return first(difference(one, other) for other in others)

    compared: set[str] = set()
    recorded.check(fault)
    assert len(compared) > len(recorded.by_name) / 2


def has(one, *kinds):
    return any(isinstance(event, kinds) for event in one.events)
