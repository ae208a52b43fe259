"""Exercises on their pages: the reader's own run is judged, in the browser, by the build's check."""

from __future__ import annotations

import json
from typing import Any

import pytest
from answers import ANSWERS
from exercises import declared, judging
from in_editor import at_rest, write
from made import ROOT
from playwright.sync_api import Error, Locator
from runs.contracts import Contract
from runs.exercise import FOLDER, SOLUTION, check_file
from runs.pool import Pool
from runs.programs import Programs

PROGRAMS = Programs(ROOT / "snippets")
KEPT = "inside-asyncio.exercises"
CUPS = "part-1/await/three_cups"
ADDRESSES = {"pt": "", "en": "en/"}


def name_of(exercise: str) -> str:
    page, _, own = exercise.rpartition("/")
    return f"{page}/{FOLDER}/{own}"


def source_of(exercise: str, language: str = "en", which: str = SOLUTION) -> str:
    return PROGRAMS.get(language, name_of(exercise) + which).source


def opened(visit: Any, exercise: str, language: str = "en", program: str = "") -> Locator:
    """The exercise on its page; ``program``: what its reader has made of it in this tab."""
    page = visit.open(f"{ADDRESSES[language]}{exercise.rpartition('/')[0]}/")
    if program:
        key = f"inside-asyncio.program {page.evaluate('location.pathname')} {name_of(exercise)}"
        page.evaluate("([key, text]) => sessionStorage.setItem(key, text)", [key, program])
        page.reload(wait_until="load")
        page.locator(".exercise .own-run .does-reset:visible").wait_for()
    return page.locator(f".exercise[data-exercise='{name_of(exercise)}']")


def begun(place: Locator) -> None:
    at_rest(place.locator(".exercise-start .does-run:visible")).click()


def checked(place: Locator) -> str:
    """What is said of the program that is there now."""
    begun(place)
    own = place.locator(".exercise-start .own-run")
    verdict = own.locator("p:is(.passed, .lacks)")
    try:
        verdict.wait_for()
    except Error as error:
        error.add_note(f"In its place the page says: {own.inner_text()}")
        raise
    return verdict.inner_text()


def natively(exercise: str, language: str, which: str) -> tuple[bool, str]:
    """What the check says of a run on this machine: whether it passes, and the sentence."""
    pool, check = Pool(), declared.read(ROOT, check_file(ROOT, name_of(exercise)))
    try:
        program = PROGRAMS.get(language, name_of(exercise) + which)
        run = pool.submit(program, Contract(time_limit=60), recorded=True).result()
    finally:
        pool.close()
    assert run.recording
    events = run.recording.events
    found = judging.judged(check, run.program.source, events, run.status, language)
    return found.passed, found.said.striptags()


def test_what_is_missing_is_said_with_its_moment_and_what_is_done_is_kept(visit):
    place = opened(visit, CUPS)
    page = visit.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said = checked(place)
    assert said.startswith("✗ Here a cup begins to brew")
    place.locator(".own-run p.lacks a").click()
    now = place.locator(".own-run .player-said")
    assert now.evaluate("e => document.activeElement === e")
    assert "suspends with its chain" in now.inner_text()
    assert all(url.startswith((visit.site.url, "blob:")) for url in asked)
    assert page.evaluate("localStorage.getItem(key)".replace("key", repr(KEPT))) is None

    assert place.locator(".exercise-done").is_hidden()
    write(place.locator(".exercise-start"), source_of(CUPS))
    assert checked(place) == "✓ It does what was asked."
    assert json.loads(page.evaluate(f"localStorage.getItem({KEPT!r})")) == [name_of(CUPS)]
    place = opened(visit, CUPS, "pt")  # in another language it is the same one
    done = place.locator(".exercise-done")
    assert done.inner_text().startswith("✓ Feito, neste navegador.")
    done.get_by_role("button").click()
    assert done.is_hidden()
    assert page.evaluate(f"localStorage.getItem({KEPT!r})") is None
    assert visit.troubles == []


BROKEN = {
    "no Python": ("import asyncio\n)(\n", "✗ It did not end well"),
    "an exception": ("raise ValueError('<b>x</b>')\n", "ValueError('<b>x</b>')"),
    "nothing": ("print(1)\n", "in this run: 0"),
}


@pytest.mark.thorough
def test_any_program_is_told_what_it_lacks(visit):
    place = opened(visit, CUPS)
    for program, said in BROKEN.values():
        write(place.locator(".exercise-start"), program)
        assert said in checked(place)
        assert place.locator(".own-run p.lacks b b").count() == 0
    write(place.locator(".exercise-start"), "while True: pass\n")
    begun(place)
    place.locator(".own-status", has_text="Running").wait_for()
    place.locator(".does-stop").click()
    place.locator(".own-run p.lacks", has_text="stopped before its end").wait_for()
    assert visit.troubles == []


@pytest.mark.thorough
@pytest.mark.reader(java_script_enabled=False)
def test_without_scripts_there_are_task_program_hint_and_solution(visit):
    place = opened(visit, CUPS)
    assert "brewed at the same time" in place.locator(".exercise-task").inner_text()
    assert place.locator(".exercise-start .run-program").is_visible()
    assert place.locator(".exercise-done").is_hidden()
    for part, text in (("hint", "task of its own"), ("solution", "create_task")):
        details = place.locator(f".exercise-{part}")
        details.locator("> summary").click()
        details.get_by_text(text).first.wait_for()  # what comes near is drawn a moment later


@pytest.mark.thorough
def test_the_address_of_a_moment_of_the_solution_opens_it(visit):
    page = visit.open("en/part-1/await/#three_cups_solution-9")
    place = page.locator(".exercise-solution")
    assert place.get_attribute("open") is not None
    assert place.locator(".player-number").inner_text().startswith("9/")
    # On the page that is open, too.
    place.evaluate("place => { place.open = false; location.hash = '#three_cups_solution-8'; }")
    page.wait_for_function("document.activeElement.matches('.exercise-solution .player-said')")
    assert place.locator(".player-number").inner_text().startswith("8/")


@pytest.mark.thorough
def test_what_another_page_has_done_meanwhile_is_kept(visit):
    page = visit.open("en/part-1/await/")
    other = page.context.new_page()
    other.goto(f"{visit.site.url}assets/logo.svg")
    other.evaluate(f"localStorage.setItem({KEPT!r}, '[\"elsewhere\"]')")
    other.close()
    page.locator(".exercise-done", has_text="in this browser: 1").wait_for()
    page.evaluate(f'localStorage.setItem({KEPT!r}, \'["elsewhere", "another"]\')')
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert "in this browser: 2" in page.locator(".exercise-done").inner_text()


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("exercise", [pytest.param(e, marks=pytest.mark.nightly) for e in ANSWERS])
def test_in_the_browser_start_and_solution_are_judged_as_at_build(visit, exercise, language):
    for which in ("", SOLUTION):
        passed, said = natively(exercise, language, which)
        assert passed == bool(which)
        place = opened(visit, exercise, language, source_of(exercise, language, which) + "\n")
        told = checked(place)
        assert told.startswith(("✗ ", "✓ ")[passed] + said), told
        assert passed or place.locator(".own-run p.lacks a").count() == 1, "no moment"
    assert visit.troubles == []
