"""What ``python -m recorder`` prints to be pasted into runs.toml names the moment it stands at."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from made import PATIENCE, ROOT
from recorder.events import KINDS
from recorder.moments import moments
from recorder.naming import TELLING, like, moment_of
from recorder.text import TEMPLATES
from runs.contracts import load, named
from runs.pool import Pool
from runs.programs import Programs
from runs.run import Run

PROGRAMS = Programs(ROOT / "snippets")
CONTRACTS = load(ROOT / "snippets/runs.toml", PROGRAMS.names)


def printed(file: Path, *options: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-m", "recorder", *options, str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)
    return done.stdout


@pytest.fixture(scope="module")
def recorded():
    pool = Pool()

    def run(name: str) -> Run:
        asked = pool.submit(PROGRAMS.get("pt", name), CONTRACTS[name], recorded=True)
        return asked.result(PATIENCE)

    yield run
    pool.close()


# Deterministic, each with other kinds of moments; the translation is run, as a build runs it.
NAMES = [
    "part-1/await/task_hands_over_control",
    "part-1/event-loop/callbacks_then_timers",
    "part-2/inside-coroutines/cancellation_is_a_throw",
    "part-2/homemade-sleep/cancelled_sleep_cancels_its_timer",
    "part-2/futures/task_adds_its_wakeup",
]


@pytest.mark.timely
@pytest.mark.parametrize("name", NAMES)
def test_every_line_that_is_printed_names_its_own_moment_when_it_is_pasted(
    recorded, tmp_path, name
):
    text = printed(ROOT / f"snippets/en/{name}.py", "--moments")
    toml = text[text.index(f'["{name}".moments]') :]
    (tmp_path / "runs.toml").write_text(toml)
    contract = load(tmp_path / "runs.toml", [name])[name]
    run = recorded(name)
    told = moments(run.recording.events)
    found = []
    for wanted in contract.moments.values():
        lines = run.program.lines_with(wanted.code) if wanted.code else None
        indexes = list(like(run.recording.events, wanted.fields, lines))
        found.append(moment_of(told, indexes[wanted.nth - 1]))
    assert found == list(range(1, len(told) + 1))
    assert len(found) > 10


def test_a_line_has_the_code_or_the_count_that_selects_it():
    text = printed(
        ROOT / "snippets/en/part-2/homemade-sleep/cancelled_sleep_cancels_its_timer.py", "--text"
    )
    lines = re.findall(r"→ (\S+) = (\{.*\})$", text, re.M)
    places = [tomllib.loads(f"x = {place}")["x"] for _, place in lines]
    assert {"event": "waits", "task": "t1"} in places
    assert any("nth" in place for place in places)
    assert len({name for name, _ in lines}) == len(lines)
    assert all(named(place) for place in places)


def test_of_every_kind_of_event_something_is_said_and_it_has_its_rank():
    kinds = KINDS.keys() - {"snapshot"}
    assert kinds == set(TELLING)
    assert kinds <= set(TEMPLATES)


RARE = """\
import asyncio
import contextvars

async def inner():
    await asyncio.sleep(0)

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: None)
    loop.call_soon(int, "x")
    coroutine = inner()
    contextvars.copy_context().run(coroutine.send, None)
    coroutine.close()
    unused = inner()
    unused.close()
    if hasattr(asyncio, "eager_task_factory"):
        loop.set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(inner())
    loop.stop()

with asyncio.Runner() as runner:
    runner.run(main())
"""


@pytest.mark.parametrize(
    ("option", "ends"), [("--moments", "close-after-run"), ("--text", "stops")]
)
def test_what_is_rare_is_printed_as_well(tmp_path, option, ends):
    (tmp_path / "rare.py").write_text(RARE, encoding="utf-8")
    assert ends in printed(tmp_path / "rare.py", option)
