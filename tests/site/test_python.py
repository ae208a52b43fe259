"""Programs run in the reader's browser: as at build, and nothing of it is loaded before."""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

import pytest
from each_page import axe_finds_nothing
from in_editor import at_rest, write, written
from made import ROOT, TEACHING, nightly, thorough
from playwright.sync_api import Locator, Page
from runs.contracts import Contract, load
from runs.programs import Programs

HOME = "home/task_starts_at_the_next_pause"
PYTHON = "assets/python/"
RAN_HERE = (Path(__file__).with_name("ran_here.js")).read_text(encoding="utf-8")
RAN_HERE = RAN_HERE[RAN_HERE.index("async ") :].rstrip().rstrip(";")
# Of exercises test_exercises.py has them judged.
NAMES = """[...new Set(
    [...document.querySelectorAll('figure.run:has(.does-run):not(.exercise *)')].map(f => f.dataset.run)
)]"""
CONTRACTS = load(ROOT / "snippets/runs.toml", Programs(ROOT / "snippets").names)
TRIES = 3
LONGEST = 60  # seconds in which the slowest program ends in a browser
MEASURED = re.compile(r"\d+(?:[.,]\d+)?\s(?:ms|s)\b|0x[0-9a-f]+|\b\d+\.\d+")
NUMBERS = re.compile(r"_(?:reader|writer|sock_\w+)\(\d+|\d{5}\)")  # descriptors and ports
# What the plain run printed otherwise than the recorded one; a count that no recording has.
BESIDES = re.compile(r" \(in the recorded run,.*| Recording slows the loop.*")
# Timers that are set one after the other: in one turn or in two is for the clock to say.
NEARLY_TOGETHER = {"a_semaphore_lets_two_in", "two_workers_and_a_queue"}
# What CPython itself does otherwise since the Python of the browser, or before.
OTHERWISE = {
    "yield_makes_an_async_generator": "other words of an error",
    "shield_keeps_the_future": "a callback of shield()",
    "one_guest_gives_up": "a callback of shield()",
    "results_as_they_come": "as_completed() is another class",
}
SAME_PYTHON = sys.version_info[:2] == (3, 14)


def figure(page: Page, name: str = HOME) -> Locator:
    return page.locator(f"figure.run[data-run='{name}']:has(.does-run)").first


def ended(place: Locator) -> str:
    """What is said of a run when it is over."""
    place.locator(".own-run .does-stop").wait_for(state="hidden")
    return place.locator(".own-status").inner_text()


# Whether something was printed while the program could still be stopped: seen as it happens, for a
# busy machine may look again when all is over.
IN_TIME = """figure => new MutationObserver(() => {
  const [output, stop] = [".own-output", ".does-stop"].map(each => figure.querySelector(each));
  if (output?.textContent.includes("Toast in.")) window.inTime ??= stop.checkVisibility();
}).observe(figure, { subtree: true, childList: true, characterData: true })"""


@pytest.mark.timely  # on a crowded machine a timer of the reader's run may be due before it is waited for
def test_a_program_runs_where_it_stands_and_is_told_in_a_player(visit):
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open("en/")
    place = figure(page)
    assert re.fullmatch(r"Run \(\d+\sMB the first time\)", place.locator(".does-run").inner_text())
    assert [url for url in asked if PYTHON in url] == [f"{visit.site.url}{PYTHON}button.js"]
    place.evaluate(IN_TIME)
    at_rest(place.locator(".does-run")).click()
    own = place.locator(".own-run")
    own.locator(".own-output", has_text="Toast in.").wait_for()
    assert page.evaluate("inTime"), "its output came when it was over"
    said = ended(place)
    assert "Python 3.14" in said
    assert "It printed the same as when the site was built" in said
    own.locator("run-player .forward").click()
    assert own.locator(".player-number").inner_text().startswith("2/")
    here, both = (place.locator(f"{part} .player-steps .said") for part in (".own-run", ""))
    told = comparable(here.all_text_contents())
    assert comparable(both.all_text_contents()) == told * 2, "not as at build"
    at_rest(place.locator(".does-recorded")).click()
    assert not own.is_visible()
    assert place.locator(".run-program").first.is_visible()
    at_rest(place.locator(".does-own")).click()
    assert own.locator("run-player").is_visible()
    assert visit.troubles == []


ENDLESS = """import asyncio

async def main():
    while True:
        await asyncio.sleep(0.2)

asyncio.run(main())
"""


def test_a_changed_program_stays_in_its_tab_and_can_be_stopped_and_fail(visit):
    place = figure(visit.open("en/"))
    write(place, "print('hello')\nwhile True: pass\n")
    place = figure(visit.open("en/"))  # it is loaded again
    assert written(place) == "print('hello')\nwhile True: pass\n"
    editor = place.locator(".own-editor")
    assert editor.evaluate("e => document.activeElement === e")
    visit.page.keyboard.press("Tab")
    assert not editor.evaluate("e => document.activeElement === e"), "Tab is trapped"
    at_rest(place.locator(".own-run .does-run")).click()
    place.locator(".own-output", has_text="hello").wait_for()
    at_rest(place.locator(".does-stop")).click()
    assert ended(place) == "You stopped the program."
    assert place.locator(".own-told").text_content() == "", "nothing of it is a moment"
    write(place, "import asyncio\n\nasyncio.run(asyncio.to_thread(print))\n")
    editor.press("Control+Enter")
    said = ended(place)
    place.locator(".own-told .run-output", has_text="can't start new thread").wait_for()
    assert "exit status 1" in said
    assert "has no threads" in said
    assert place.locator(".own-failed").inner_text().startswith("line 3: asyncio.run(")
    at_rest(place.locator(".own-buttons .does-edit")).click()
    assert (
        place.locator(".cm-line.failing").text_content() == "asyncio.run(asyncio.to_thread(print))"
    )
    write(place, "")
    assert place.locator(".cm-line.failing").count() == 0
    at_rest(place.locator(".does-reset")).click()
    assert written(place).startswith("import asyncio")
    assert visit.page.evaluate("sessionStorage.length") == 0
    assert visit.troubles == []


@pytest.mark.thorough
def test_moments_are_told_while_a_program_runs_and_stay_when_it_is_stopped(visit):
    place = figure(visit.open("en/"))
    write(place, ENDLESS)
    at_rest(place.locator(".own-run .does-run")).click()
    place.locator(".own-moments li", has_text="sets a timer").first.wait_for()
    at_rest(place.locator(".does-stop")).click()
    place.locator(".own-told run-player").wait_for()
    assert visit.troubles == []


@pytest.mark.thorough
def test_where_the_editor_cannot_come_a_plain_one_stands_in_its_place(visit):
    visit.page.route("**/editor.js", lambda route: route.abort())
    place = figure(visit.open("en/"))
    at_rest(place.locator(".does-edit")).click()
    editor = place.locator("textarea.own-editor")
    place.get_by_text("The editor with colours could not be fetched").wait_for()
    editor.fill("print('plain')")
    editor.press("Control+Enter")
    assert "Ended after" in ended(place)
    assert place.locator(".own-output").text_content() == "plain\n"
    assert {each.partition(": ")[0] for each in visit.troubles} == {"console", "failed"}


ASKED_AT_ONCE = """async (address) => {
  const { Pythons } = await import(`${address}assets/python/pythons.js`);
  const all = new Pythons(JSON.parse(document.getElementById("python-here").textContent));
  await Promise.all([all.prepareTelling(), all.prepareTelling(), all.prepare(), all.prepare()]);
  const spare = await all.spare;
  return [await all.fresh() === spare, await all.fresh() === spare];
}"""


@pytest.mark.thorough
def test_who_asks_for_a_python_while_it_is_on_its_way_gets_that_one(visit):
    page = visit.open("en/")
    assert page.evaluate(ASKED_AT_ONCE, visit.site.url) == [True, False]
    begun = [each.url for each in page.workers if each.url.startswith("blob:")]
    assert len(begun) == 3, "one that tells, the spare one, and the one after that"
    assert visit.troubles == []


HOSTILE = """
import asyncio, sys
for name in ("js", "pyodide_js", "pyodide", "host", "_pyodide_core"):
    try:
        __import__(name)
        print("found", name)
    except ImportError:
        pass
# Who looks long enough finds JavaScript all the same, in what Pyodide holds.
(js,) = (f.jsproxies["js"] for f in sys.meta_path if hasattr(f, "jsproxies"))
print("reached", js.postMessage)
for name in ("fetch", "indexedDB", "caches", "BroadcastChannel", "navigator", "document", "Worker"):
    if getattr(js, name, None) is not None:
        print("found", name)
for code in ("1", "import('/')"):
    try:
        js.eval(code)
        print("found eval")
    except Exception as error:
        print(type(error).__name__)
for kind in ("told", "ready", "failed?", "recording"):
    js.postMessage(js.JSON.parse('{"kind": "%s", "text": "<b class=forged>x</b>"}' % kind))
print("<img class=forged src=x onerror=alert(1)>")
async def main():
    await asyncio.sleep(0)
asyncio.run(main())
"""


SCROLLED = "history.replaceState({}, '', '#why')"  # as the theme does where one has scrolled to it


def test_a_program_that_comes_by_a_link_waits_to_be_run_and_stays_in_its_worker(visit):
    page = visit.open("en/")
    write(figure(page), HOSTILE)
    at_rest(figure(page).locator(".does-link")).click()
    page.wait_for_url("**#program=*")
    address = page.url
    page.evaluate(SCROLLED)
    assert page.url == address
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="load")
    place = figure(page)
    place.locator(".own-note", has_text="came with the link").wait_for()
    assert written(place) == HOSTILE
    page.evaluate(SCROLLED)
    assert page.url == address
    assert not [url for url in asked if url.endswith((".zip", ".packed", "worker.js"))]
    at_rest(place.locator(".own-run .does-run")).click()
    assert "Ended after" in ended(place)
    place.locator(".own-told run-player").wait_for()
    printed = place.locator(".own-told .run-output pre", has_text="reached")
    printed.wait_for()
    text = printed.inner_text()
    assert "onerror=alert(1)>" in text
    assert "found" not in text
    assert page.locator(".forged").count() == 0
    page.goto(f"{visit.site.url}en/#program={HOME}&code=AAAA")
    figure(page).locator(".own-note", has_text="No program could be read").wait_for()
    page.goto(address.replace("task_starts", "task_started"))
    page.locator(".python-gone a").click()
    page.locator(".own-note", has_text="came with the link").wait_for()
    assert written(page.locator("figure.bench")) == HOSTILE
    assert visit.troubles == []


def test_an_address_that_is_none_takes_no_buttons_away(visit):
    page = visit.open("en/")
    buttons = page.locator(".python-buttons").count()
    page.goto("about:blank")
    page = visit.open("en/#program=%E0%A4%A&code=AAAA")
    assert page.locator(".python-buttons").count() == buttons > 1
    assert visit.troubles == []


@pytest.mark.thorough
def test_a_shared_program_stays_in_the_address_while_one_steps_and_when_one_comes_back(visit):
    page = visit.open("en/")
    write(figure(page), ENDLESS.replace("while True", "for _ in range(2)"))
    at_rest(figure(page).locator(".does-link")).click()
    page.wait_for_url("**#program=*")
    address = page.url
    for how in ("given to the reader", "opened"):
        place = figure(page)
        at_rest(place.locator(".own-run .does-run")).click()
        at_rest(place.locator(".own-told run-player .forward")).click()
        place.locator(".player-number", has_text=re.compile("^2/")).wait_for()
        page.evaluate("() => new Promise(done => setTimeout(done, 300))")  # a moment's comes later
        assert page.url == address, how
        page.evaluate("() => { window.stayed = true; location.hash = '#why'; }")
        page.go_back()
        page.wait_for_url(address)
        place.locator(".own-told run-player").wait_for()
        assert page.evaluate("window.stayed"), "it was loaded again"
        page.goto("about:blank")
        page.goto(address, wait_until="load")
        figure(page).locator(".own-note", has_text="came with the link").wait_for()
    assert visit.troubles == []


REFUSED = {
    "window.CompressionStream = undefined": "No link could be made here: TypeError",
    "navigator.clipboard.writeText = () => { throw new Error() }": "The link is now the address",
    "navigator.clipboard.writeText = () => new Promise(() => {})": "The link is now the address",
}


@pytest.mark.thorough
@pytest.mark.reader
@pytest.mark.parametrize("refused", REFUSED)
def test_what_a_browser_refuses_when_one_shares_is_said(visit, refused):
    place = figure(visit.open("en/"))
    at_rest(place.locator(".does-edit")).click()
    visit.page.evaluate(f"() => {{ {refused}; }}")
    at_rest(place.locator(".does-link")).click()
    place.locator(".own-note", has_text=REFUSED[refused]).wait_for()
    assert visit.troubles == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("session.js", "What this takes could not be fetched: TypeError"),
        ("words.en.json", "What this takes could not be fetched: Error: words.en.json: 503"),
        ("info.json", "Python could not be run here: Error: info.json: 503"),
        ("worker.js", "Python could not be run here: Error"),
    ],
)
def test_what_does_not_come_is_said_and_a_second_try_brings_it(visit, file, said):
    page = visit.page
    page.route(f"**/{file}", lambda route: route.fulfill(status=503, body="<p>busy</p>"), times=1)
    place = figure(visit.open("en/"))
    at_rest(place.locator(".does-run:visible")).click()
    told = place.locator(".python-failed, .own-status").filter(has_text=said)
    told.wait_for()
    page.wait_for_load_state("networkidle")  # what else was on its way has come
    assert told.is_visible()
    at_rest(place.locator(".does-run:visible")).click()
    place.locator(".own-told run-player").wait_for()
    assert place.locator(".python-failed").count() == 0
    assert place.locator(".own-run").count() == 1


@pytest.mark.thorough
def test_a_double_click_is_one_click(visit):
    """Another button comes where the first one stood: it would stop the program, or undo changes."""
    page = visit.open("en/")
    place = figure(page)
    write(place, "print('mine')\n")
    at_rest(place.locator(".own-run .does-run")).dblclick()
    assert "Ended after" in ended(place)
    at_rest(place.locator(".own-run .does-edit")).dblclick()
    place.locator(".own-editor").wait_for()
    assert written(place) == "print('mine')\n"
    assert visit.troubles == []


def console(page: Page) -> Locator:
    place = page.locator("figure.run[data-run='part-2/futures/first_setter_wins']")
    at_rest(place.locator(".does-console")).click()
    return place


def enter(place: Locator, *lines: str) -> None:
    """Type lines, each when the one before was dealt with."""
    for line in lines:
        place.locator(".own-input:not([readonly])").press_sequentially(line)
        place.locator(".own-input").press("Enter")
    place.locator(".own-input:not([readonly])").wait_for()


LATER = ("async def later(n):", "await asyncio.sleep(0)", "return n", "")


def test_a_session_of_the_page_goes_on_in_a_console(visit):
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open("en/part-2/futures/")
    assert [url for url in asked if PYTHON in url] == [f"{visit.site.url}{PYTHON}button.js"]
    place = console(page)
    output = place.locator(".own-output")
    enter(place, "future.result() + 1")  # as soon as there is a Python
    output.get_by_text("43", exact=True).wait_for()
    enter(place, *LATER, "await later(7)")
    output.get_by_text("7", exact=True).wait_for()
    assert output.text_content().startswith(
        ">>> future.result() + 1\n43\n>>> async def later(n):\n... "
    )
    assert visit.troubles == []


@pytest.mark.thorough
def test_a_console_remembers_what_was_typed_and_goes_on_when_it_was_stopped(visit):
    page = visit.open("en/part-2/futures/")
    place = console(page)
    prompt, output = place.locator(".own-input"), place.locator(".own-output")
    enter(place, *LATER, "await later(7)")
    prompt.press("ArrowUp")
    prompt.press("ArrowUp")
    recalled = "async def later(n):\n    await asyncio.sleep(0)\n    return n"
    assert prompt.input_value() == recalled
    prompt.fill("while True: pass\n")
    prompt.press("Enter")
    place.locator(".own-input[readonly]").wait_for()
    at_rest(place.locator(".does-stop")).click()
    place.get_by_text("You stopped the console.").wait_for()
    prompt.fill("future.set_result(1)")
    prompt.press("Enter")
    output.get_by_text("InvalidStateError").wait_for()
    typed = output.text_content().count("future.set_result(1)")
    assert typed == 2, "once, and in the traceback"
    axe_finds_nothing(page, "en/part-2/futures/", lists=1)
    assert visit.troubles == []


@pytest.mark.thorough
def test_what_is_typed_into_a_console_stays_in_its_worker(visit):
    page = visit.open("en/part-2/futures/")
    place = console(page)
    defined = f"def hostile():\n{textwrap.indent(HOSTILE, '    ')}"
    place.locator(".own-input:not([readonly])").fill(defined)
    for line in ("", "hostile()"):  # an empty line ends the definition
        enter(place, line)
    text = place.locator(".own-output").inner_text()
    shown = text.rpartition(">>> hostile()")[2]
    assert "reached" in shown
    assert "onerror=alert(1)>" in shown
    assert "found" not in shown
    assert page.locator(".forged").count() == 0
    assert visit.troubles == []


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("program", "said"),
    [
        ('while True: print("flood")', "It printed too much and was stopped."),
        ("x = []\nwhile True: x.append(bytearray(10**8))", "MemoryError"),
        ("input()", "EOFError"),
        ("import os; os._exit(4)", "exit status 4"),
    ],
)
def test_a_program_that_takes_too_much_or_leaves_is_over_and_the_next_one_runs(
    visit, program, said
):
    place = figure(visit.open("en/"))
    write(place, program)
    at_rest(place.locator(".own-run .does-run")).click()
    told = ended(place) + place.locator(".own-output").text_content()
    assert said in told
    write(place, "print('next')")
    at_rest(place.locator(".own-run .does-run")).click()
    assert "Ended after" in ended(place)
    assert place.locator(".own-output").text_content() == "next\n"


def comparable(sentences: list[str]) -> list[str]:
    plain = (BESIDES.sub("", text) for text in sentences)
    return [NUMBERS.sub("", MEASURED.sub("", text)) for text in plain]


def different(page: Page, url: str, name: str) -> str:
    """What a program does otherwise in the browser than at build, or nothing."""
    contract, last = CONTRACTS.get(name, Contract()), name.rpartition("/")[2]
    seconds = contract.stops_after or LONGEST
    done = page.evaluate(RAN_HERE, [url, name, seconds])
    if done["failed"] or done["mismatches"] or done["lost"]:
        return f"{name}: {done['failed']} {done['mismatches']} {done['lost']}"
    if contract.stops_after is None and not done["ended"]:
        return f"{name}: did not end in {seconds} s"
    if last in OTHERWISE and not SAME_PYTHON:
        return ""
    if not done["same"]:
        return f"{name}: printed {done['out']!r}"
    if status := (done["ended"] or {}).get("status"):
        expected = 1 if contract.raises else contract.exits
        if status != expected:
            return f"{name}: exit status {status}, {done['err'][-500:]}"
    free = contract.varies or contract.spins or contract.stops_after or last in NEARLY_TOGETHER
    built, here = comparable(done["built"]), comparable(done["here"])
    pairs = [pair for pair in zip(built, here, strict=False) if pair[0] != pair[1]]
    if built and not free and (pairs or len(built) != len(here)):
        return f"{name}: {len(built)} moments, {len(here)} here; {pairs[:1]}"
    return ""


def still_different(page: Page, url: str, name: str) -> str:
    """The same, where it is so in each of some tries: a crowded machine makes timers late."""
    told = ""
    for _ in range(TRIES):
        if not (told := different(page, url, name)):
            break
    return told


PUSHED = "part-3/waiting/"  # sockets, streams, a selector, a signal
REST = [nightly(path) for path in TEACHING if path != PUSHED]


@pytest.mark.parametrize("path", [thorough(PUSHED), *REST])
def test_each_program_does_in_the_browser_what_it_did_at_build(visit, path):
    page = visit.open(f"en/{path}")
    names = page.evaluate(NAMES)
    assert names
    tried = (still_different(page, visit.site.url, name) for name in names)
    assert "\n".join(filter(None, tried)) == ""
    assert visit.troubles == []


@pytest.mark.nightly
def test_what_is_said_not_to_run_in_a_browser_does_not(visit):
    """Each program of which that is declared is tried there all the same; by a coarse clock one may
    measure what is not so, or by chance what is."""
    said = {name for name, each in CONTRACTS.items() if each.not_in_browser not in (None, "clock")}
    tried, runs = set(), []
    for path in TEACHING:
        page = visit.open(f"en/{path}")
        names = page.evaluate(
            "[...document.querySelectorAll('figure.run')].map(f => f.dataset.run)"
        )
        for name in dict.fromkeys(name for name in names if name in said - tried):
            tried.add(name)
            if not different(page, visit.site.url, name):
                runs.append(name)
    assert len(tried) > len(said) / 2
    assert runs == []
