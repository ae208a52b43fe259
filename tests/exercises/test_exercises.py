"""The exercises: their checks judge what happened, whoever has written the program."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from concurrent.futures import Future
from functools import cache

import pytest
from answers import ANSWERS
from exercises import declared, judging
from exercises.seen import Seen
from exercises.verdict import Check, Verdict
from languages import settings
from made import ROOT, nightly
from runs.contracts import Contract
from runs.exercise import FOLDER, SOLUTION, check_file
from runs.interpreters import interpreters
from runs.pool import Pool
from runs.programs import Program, Programs
from runs.run import Run

PROGRAMS = Programs(ROOT / "snippets")
LONG = Contract(time_limit=60)  # on a crowded machine


def name_of(exercise: str) -> str:
    page, _, own = exercise.rpartition("/")
    return f"{page}/{FOLDER}/{own}"


@cache
def check_of(exercise: str) -> Check:
    return declared.read(ROOT, check_file(ROOT, name_of(exercise)))


def changed(source: str, change: dict[str, str]) -> str:
    for old, new in change.items():
        assert old in source, f"there is no {old!r}"
        source = source.replace(old, new)
    return source


CASES = {
    f"{exercise}: {called}": (exercise, called, key, change)
    for exercise, answers in ANSWERS.items()
    for called, key, change in answers
}


*OTHERS, NEWEST = interpreters()


@pytest.fixture(scope="module", params=[NEWEST, *map(nightly, OTHERS)], ids="3.{0[1]}".format)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Run]]]:
    """The runs of all answers, which begin together."""
    pool, found = Pool(), dict[str, Future[Run]]()
    python = interpreters()[request.param]
    for number, (case, (exercise, called, _, change)) in enumerate(CASES.items()):
        begins = "" if called.startswith("start") else SOLUTION
        program = PROGRAMS.get("en", name_of(exercise) + begins)
        source = changed(program.source, change)
        file = tmp_path_factory.mktemp("answer") / f"answer_{number}.py"
        file.write_text(source, encoding="utf-8")
        own = dataclasses.replace(program, file=file, source=source)
        found[case] = pool.submit(own, LONG, python, recorded=True)
    yield found
    pool.close()


def judged(exercise: str, run: Run) -> Verdict:
    assert run.recording, "nothing was recorded"
    about = run.program.source, run.recording.events, run.status
    return judging.judged(check_of(exercise), *about, "en")


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_judged_by_what_it_does(asked, case):
    exercise, _, key, _ = CASES[case]
    found = judged(exercise, asked[case].result())
    assert found.key == key, found.said
    assert bool(key) is not found.passed


def exercises() -> list[str]:
    return [name.replace(f"/{FOLDER}/", "/") for name in declared.checks(ROOT, PROGRAMS.names)]


def test_every_page_of_the_three_parts_ends_with_an_exercise_that_can_be_run_in_a_browser():
    for language in settings.languages(ROOT):
        for page in (ROOT / "docs" / language).glob("part-*/*.md"):
            text = page.read_text(encoding="utf-8")
            *_, last = re.findall(r"^## .*\{ #([\w-]+) \}$", text, re.M)
            assert last == "exercise", page
            name = re.findall(r'^```exercise run="(.+)"$', text, re.M)[-1]
            assert name.startswith(page.relative_to(page.parents[1]).with_suffix("").as_posix())
    assert sorted(exercises()) == sorted(ANSWERS), "no answers, or of no exercise"


@pytest.mark.parametrize("exercise", ANSWERS)
def test_every_sentence_of_a_check_can_come_up(exercise):
    pool, name = Pool(), name_of(exercise)
    try:
        start = pool.submit(PROGRAMS.get("en", name), LONG, recorded=True).result()
    finally:
        pool.close()
    said = {judged(exercise, start).key, *(key for _, key, _ in ANSWERS[exercise])}
    assert set(check_of(exercise).says) - said == set(), "no answer is told so"


@pytest.mark.parametrize("pause", ["0", "0.001"])
def test_what_is_made_in_turns_that_are_told_as_one_is_seen(tmp_path, pause):
    """Turns are alike for so long that they fold: jobs, calls and pauses behind them are known."""
    text = f"""import asyncio

async def rest(times):
    for _ in range(times):
        await asyncio.sleep({pause})
    return await last()

async def last():
    await asyncio.sleep(0.01)

asyncio.run(rest(300))
"""
    file = tmp_path / "spins.py"
    file.write_text(text)
    pool = Pool()
    try:
        run = pool.submit(Program("en", "part/spins", file, text), LONG, recorded=True).result()
    finally:
        pool.close()
    assert run.recording
    assert run.recording.spins
    seen = Seen(text, run.recording.events, run.status)
    assert [call.how for name in ("rest", "last") for call in seen.calls_of(name)] == [
        "returns",
        "returns",
    ]
    assert {task.how for task in seen.tasks.values()} == {"result"}
    assert all(job.end < seen.end for job in seen.jobs)
    assert all(pause.end < seen.end for pause in seen.pauses)
    assert seen.timed() == [pause for pause in seen.pauses if pause.future]
