"""The browser's reducer gives the states that Python's gives, on every recording of the site."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made import ROOT
from recorder.events import Event, Fold, as_list
from recorder.state import State
from runs.contracts import Contract, Named, load
from runs.engine import Engine
from runs.player import NoMoment, tell
from runs.programs import Programs
from runs.recordings import Recording
from toolchain.node import node

HERE = Path(__file__).parent
REDUCER = ROOT / "docs/assets/player/state.js"
NONE = Contract()
Recordings = dict[str, tuple[Event, ...]]


@pytest.fixture(scope="session")
def recordings() -> Recordings:
    """Of every program in every language, as a build makes them."""
    engine = Engine(ROOT / "snippets", lambda _: None)
    engine.refresh()
    found = {}
    for program in engine.programs:
        contract = engine.contracts.get(program.name, Contract())
        if contract.is_recorded and contract.runs_here:
            outcome = engine.outcome(program.language, program.name)
            assert outcome.recording, program.where
            found[program.where] = outcome.recording.events
    engine.close()
    return found


def every(events: tuple[Event, ...]) -> int:
    """After how many events the states are compared: each one, but where many jobs and frames make
    a state so large that comparing every one would take minutes."""
    return max(1, len(events) ** 2 // 20_000)


def in_python(events: tuple[Event, ...]) -> Iterator[tuple[int, Any]]:
    """States, as JSON has them, with the number of events before each."""
    state = State()
    for number, event in enumerate(events, 1):
        state.apply(event)
        if number % every(events) == 0 or number == len(events):
            yield number, json.loads(json.dumps(plain(state)))


def plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        names = [f.name for f in dataclasses.fields(value)]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return [[key, plain(each)] for key, each in value.items()]
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def in_browser(reducer: Path, recorded: Recordings) -> dict[str, list[Any]]:
    """The same from the JavaScript in ``reducer``; where it threw, the last one is a text."""
    asked = (
        {"events": [as_list(event) for event in events], "every": every(events)}
        for events in recorded.values()
    )
    lines = "".join(json.dumps(each) + "\n" for each in asked)
    command = [node(), str(HERE / "replayed.mjs"), str(reducer)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return dict(zip(recorded, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.fixture(scope="session")
def few(recordings: Recordings) -> Recordings:
    """Those of one language that are not large: enough to find a broken reducer by."""
    return {w: x for w, x in recordings.items() if w.startswith("snippets/en") and len(x) < 1000}


def first_difference(reducer: Path, recorded: Recordings) -> str | None:
    """Program, event and both states, where they first differ."""
    theirs = in_browser(reducer, recorded)
    for where, events in recorded.items():
        for (number, state), other in zip(in_python(events), theirs[where], strict=False):
            if other != state:
                return f"{where}, {number} events, {events[number - 1]}: {differing(state, other)}"
    return None


def differing(mine: dict[str, Any], other: Any) -> Any:
    if not isinstance(other, dict):
        return other
    return {key: (value, other[key]) for key, value in mine.items() if other[key] != value}


def test_both_reducers_agree_after_every_event_of_every_recording(recordings):
    assert len(recordings) > 100
    assert any(isinstance(event, Fold) for events in recordings.values() for event in events)
    assert first_difference(REDUCER, recordings) is None


BREAKAGES = {
    "the queue is a stack": (r"ready\.push\(handle\)", "ready.unshift(handle)"),
    "a timer stays": (r"timers\.delete\(handle\)", "timers.has(handle)"),
    "a frame stays on the stack": (r"stack\.splice\(at, 1\)", "stack.slice(at)"),
    "a task is never woken": (r'state: "running", waits: null', 'state: "running"'),
    "a fold leaves the queue": (r"loop\.ready = loop\.ready\.map.*?;", ""),
    "a fold counts no turns": (r"loop\.turn \+= turns", ""),
    "a job is not cancelled": (r"\.cancelled = true", ".cancelled = false"),
    "callbacks stay": (r"value, callbacks: \[\] \}\);\n  \},\n  added", "value });\n  },\n  added"),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_reducer_is_found(few, breakage, tmp_path):
    pattern, instead = BREAKAGES[breakage]
    broken, count = re.subn(pattern, instead, REDUCER.read_text(encoding="utf-8"))
    assert count == 1
    file = tmp_path / "broken.mjs"
    file.write_text(broken, encoding="utf-8")
    assert first_difference(file, few)


def test_every_program_that_a_page_shows_has_its_moments_in_every_language(recordings):
    """What a build says of a moment that is not there, said here of all together."""
    programs = Programs(ROOT / "snippets")
    contracts = load(ROOT / "snippets/runs.toml", programs.names)
    named = [p for p in programs if p.where in recordings and contracts.get(p.name, NONE).moments]
    assert len(named) > 60
    for program in named:
        contract = contracts[program.name]
        told = tell(program, contract, Recording(recordings[program.where], 0, ()))
        assert told.named.keys() == contract.moments.keys()


def test_a_moment_that_is_not_there_is_told(recordings):
    """The test above has something to find: a number of which there are not as many."""
    program = Programs(ROOT / "snippets").get("en", "part-1/await/task_hands_over_control")
    contract = Contract(moments={"gone": Named({"event": "waits"}, nth=99)})
    with pytest.raises(NoMoment, match=r"the moment 'gone' \(number 99 of event = 'waits'\)"):
        tell(program, contract, Recording(recordings[program.where], 0, ()))
