"""The site in other browsers than the usual one: what a reader does with it works in each."""

from __future__ import annotations

import contextlib
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from driven.driver import Browser
from driven.opening import BROWSERS, Lacks
from in_editor import TWO_TASKS
from made import ROOT, waited
from runs.interpreters import interpreters

pytestmark = pytest.mark.nightly

AWAIT = "part-1/await/"
TASKS = "task_hands_over_control"
PLAYER = f"figure[data-run='{AWAIT}{TASKS}'] run-player"
NEXT = "home/task_starts_at_the_next_pause"
HOME = f"figure.run[data-run='{NEXT}']"
OWN = f"{HOME} .own-run"
BENCH = "figure.run.bench"
SESSION = "figure.run[data-run='part-2/futures/first_setter_wins']"
CUPS = ".exercise[data-exercise='part-1/await/exercises/three_cups']"
SOLUTION = "snippets/en/part-1/await/exercises/three_cups_solution.py"
# What one looks at, at a moment: sentence, panel, the line that is marked, and where the controls are.
LOOK = """(selector) => {
  const host = document.querySelector(selector);
  const bar = host.querySelector(".player-bar").getBoundingClientRect();
  const numbers = [...host.querySelectorAll("td.linenos .normal")];
  const at = numbers.findIndex((e) => Math.abs(e.getBoundingClientRect().top - bar.top) < 2);
  return {
    number: host.querySelector(".player-number").textContent,
    said: host.querySelector(".player-said").textContent,
    line: at + 1,
    panel: host.querySelector(".player-state:not(.still)").innerText,
    later: host.querySelectorAll(".run-output .line.later").length,
  };
}"""
STEADY = """async (selector) => {
  const host = document.querySelector(selector);
  host.scrollIntoView({ block: "start", behavior: "instant" });
  const controls = host.querySelector(".player-controls");
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  await frame(); // room is made
  host.querySelector(".first").click();
  const places = new Set(), sideways = [];
  for (let left = 200; left; left -= 1) {
    await frame();
    const { left: x, top: y } = controls.getBoundingClientRect();
    places.add(`${Math.round(x)} ${Math.round(y)}`);
    const page = document.scrollingElement;
    if (page.scrollWidth > page.clientWidth) sideways.push(host.querySelector(".player-number").textContent);
    const forward = host.querySelector(".forward");
    if (forward.getAttribute("aria-disabled") === "true") break;
    forward.click();
  }
  return { places: [...places], sideways, number: host.querySelector(".player-number").textContent };
}"""
WRITTEN = """(selector) => [...document.querySelectorAll(`${selector} .cm-line`)]
  .map((line) => line.textContent).join("\\n")"""
PUT = "(text) => document.execCommand('insertText', false, text)"
OVER = """(place) => {
  const stop = document.querySelector(`${place} .does-stop`);
  return stop?.hidden && document.querySelector(`${place} .own-status`).textContent;
}"""
ENDLESS = "print('hello')\nwhile True: pass\n"
# An object is closed that has not begun, one is sent into by hand, a recursion costs events, and
# the loop is asked to stop.
RARE = """\
import asyncio
import sys

async def nap():
    await asyncio.sleep(0)

async def outer():
    await nap()

def down(n):
    return down(n + 1)

async def main():
    made = nap()
    made.close()
    driven = outer()
    driven.send(None)
    driven.close()
    try:
        down(0)
    except RecursionError:
        sys.setrecursionlimit(1000)
        print("too deep")
    asyncio.get_running_loop().stop()

loop = asyncio.new_event_loop()
task = loop.create_task(main())
sys.setrecursionlimit(150)
loop.run_forever()
loop.close()
"""


@dataclass
class Reader:
    """Who reads the site below ``root``; ``cut``: takes it from the network."""

    browser: Browser
    root: str
    cut: Callable[[], None]

    def open(self, path: str) -> Browser:
        """A page of the site."""
        self.browser.open(self.root + path)
        return self.browser

    @property
    def host(self) -> str:
        """What stands above the site there: a list of files."""
        return self.root.removesuffix("project/")

    def troubles(self) -> list[str]:
        """What has gone wrong so far, as far as the browser tells."""
        return self.browser.troubles(self.host)


@pytest.fixture(scope="session", params=list(BROWSERS))
def opened(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Browser]:
    """One browser for all readers: each has an address, and with it a memory, of its own."""
    with contextlib.ExitStack() as stack:
        folder = tmp_path_factory.mktemp(request.param)
        try:
            browser = stack.enter_context(BROWSERS[request.param](folder))
        except Lacks as lacks:
            pytest.skip(str(lacks))
        yield browser


@pytest.fixture
def reader(opened: Browser, to_be_cut) -> Reader:
    root, cut = to_be_cut
    made = Reader(opened, root, cut)
    made.troubles()  # of those before
    return made


def write(browser: Browser, place: str, text: str) -> None:
    """Have another program in the editor of a figure, in the place of the one that is there."""
    browser.click(f"{place} .cm-content")
    browser.press("a", held="Control")
    browser.press("Delete")
    browser.evaluate(PUT, text)


def ended(browser: Browser, place: str) -> str:
    """What is said of a run when it is over."""
    browser.until(OVER, place)
    return browser.text(f"{place} .own-status")


def test_a_player_is_stepped_by_buttons_and_keys_both_ways(reader):
    browser = reader.open(f"en/players/{AWAIT}{TASKS}/")
    browser.see(f"{PLAYER} .player-said")
    browser.click(f"{PLAYER} .forward")
    first = browser.evaluate(LOOK, PLAYER)
    seen = [first]
    for _ in range(6):
        browser.click(f"{PLAYER} .forward")
        seen.append(browser.evaluate(LOOK, PLAYER))
    assert len({each["said"] for each in seen}) == 7
    assert len({each["panel"] for each in seen}) > 4
    assert len({each["line"] for each in seen}) > 2
    assert {each["later"] for each in seen} != {0}
    for expected in reversed(seen[:-1]):
        browser.click(f"{PLAYER} .back")
        assert browser.evaluate(LOOK, PLAYER) == expected
    for expected in seen[1:]:
        browser.press("ArrowRight")
        assert browser.evaluate(LOOK, PLAYER) == expected
    browser.press("PageDown")
    assert re.match(r"Turn \d of the loop", browser.text(f"{PLAYER} .player-said"))
    browser.press("End")
    assert (
        browser.evaluate("s => document.querySelector(s).ariaDisabled", f"{PLAYER} .forward")
        == "true"
    )
    browser.press("Home")
    assert browser.text(f"{PLAYER} .player-number").startswith("1/")
    browser.click(f"{PLAYER} .lanes rect[data-moment], {PLAYER} .lane-names button")
    assert reader.troubles() == []


@pytest.mark.parametrize("width", [390, 1000])
def test_nothing_moves_while_one_steps_nor_is_anything_cut_at_the_side(reader, width):
    browser = reader.browser
    browser.framed(reader.host, f"{reader.root}en/{AWAIT}", width)
    browser.see(f"{PLAYER} .player-said")
    found = browser.evaluate(STEADY, PLAYER)
    last, many = found["number"].split("/")
    assert last == many, "not every moment was seen"
    assert found["sideways"] == []
    assert len(found["places"]) == 1, found["places"]


def test_the_address_of_a_moment_opens_it_and_a_change_can_be_chosen(reader):
    browser = reader.open(f"en/{AWAIT}#{TASKS}-9")
    browser.see(f"{PLAYER} .player-number", "9/")
    browser.until(IN_VIEW, f"{PLAYER} .player-said")
    browser.click(f"{PLAYER} .forward")
    browser.until("hash => location.hash === hash", f"#{TASKS}-10")
    browser.click(".what-if button", "create_task")
    browser.see(".what-if-one .run-output", "b")
    assert browser.text(".what-if-one .changed-why")
    browser.click(".what-if-one run-player .forward")
    assert reader.troubles() == []


IN_VIEW = """(selector) => {
  const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


INDEXES = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => name.endsWith("search_index.json")).length"""


def test_the_index_of_the_search_comes_when_one_searches(reader):
    browser = reader.open(f"en/{AWAIT}")
    assert browser.evaluate(INDEXES) == 0
    browser.click("input.md-search__input, label.md-header__button[for=__search]")
    for letter in "selector":
        browser.press(letter)
    browser.see("a.md-search-result__link", "selector")
    assert browser.evaluate(INDEXES) == 1
    assert reader.troubles() == []


def test_a_key_leads_to_the_next_page(reader):
    browser = reader.open(f"en/{AWAIT}")
    browser.click("h1")
    browser.press("n")
    browser.until("path => !location.pathname.endsWith(path)", AWAIT)
    browser.see("h1")
    assert reader.troubles() == []


def test_a_program_is_run_stopped_edited_kept_reset_and_shared(reader):
    browser = reader.open("en/")
    browser.click(f"{HOME} .does-run")
    browser.see(f"{OWN} .own-output", "Toast in.")
    assert browser.sees(f"{OWN} .does-stop"), "its output came when it was over"
    said = ended(browser, OWN)
    assert "It printed the same as when the site was built, in the same order" in said
    browser.see(f"{OWN} run-player .player-said")
    browser.click(f"{OWN} run-player .forward")
    assert browser.text(f"{OWN} .player-number").startswith("2/")
    browser.click(f"{OWN} .does-edit")
    browser.see(f"{OWN} .cm-content")
    write(browser, OWN, ENDLESS)
    browser.click(f"{OWN} .does-run")
    browser.see(f"{OWN} .own-output", "hello")
    browser.click(f"{OWN} .does-stop")
    assert ended(browser, OWN) == "You stopped the program."
    browser.again()
    browser.see(f"{OWN} .cm-content", "hello")
    assert browser.evaluate(WRITTEN, OWN) == ENDLESS
    browser.click(f"{OWN} .cm-content")
    browser.press("Home", held="Control")
    browser.press("x = 1; ")
    browser.press("Enter", held="Control")  # it is run
    browser.see(f"{OWN} .own-output", "hello")
    browser.click(f"{OWN} .does-stop")
    browser.click(f"{OWN} .does-edit")
    browser.click(f"{OWN} .does-link")
    browser.until("() => location.hash.startsWith('#program=')")
    link = browser.evaluate("() => location.href")
    program = browser.evaluate(WRITTEN, OWN)
    assert "x = 1; " in program
    browser.click(f"{OWN} .does-reset")
    browser.see(f"{OWN} .cm-content", "import asyncio")
    assert browser.evaluate("() => sessionStorage.length") == 0
    browser.open(link)
    browser.see(f"{OWN} .own-note", "came with the link")
    assert browser.evaluate(WRITTEN, OWN) == program
    loaded = browser.evaluate("() => performance.getEntriesByType('resource').map((e) => e.name)")
    assert not [name for name in loaded if name.endswith((".zip", ".packed"))]
    assert reader.troubles() == []


def workers() -> set[int]:
    """The threads of the workers in WebKit."""
    found = set()
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.name().startswith("WebKitWebProc"):
                found |= {
                    each.id for each in process.threads() if name(each.id) == "WebCore: Worker"
                }
    return found


def name(thread: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{thread}/comm").read_text().strip()
    return ""


@pytest.mark.parametrize("opened", ["webkit"], indirect=True)
def test_a_program_that_is_stopped_takes_no_more_time_of_the_processor(reader):
    """WebKit lets a worker go on that never leaves WebAssembly."""
    browser = reader.open("en/workbench/")
    browser.see(f"{BENCH} .cm-content", "orders.join()")
    write(browser, BENCH, ENDLESS)
    browser.click(f"{BENCH} .does-run")
    browser.see(f"{BENCH} .own-output", "hello")
    running = workers()
    assert running
    browser.click(f"{BENCH} .does-stop")
    assert ended(browser, BENCH) == "You stopped the program."
    assert waited(lambda: not running <= workers()), "it goes on"


def test_an_exercise_says_what_is_missing_and_that_it_is_done(reader):
    browser = reader.open(f"en/{AWAIT}")
    browser.click(f"{CUPS} .exercise-start .does-run")
    browser.see(f"{CUPS} .lacks", "Here a cup begins to brew")
    browser.click(f"{CUPS} .lacks a")
    browser.until(IN_VIEW, f"{CUPS} .own-run .player-said")
    browser.click(f"{CUPS} .own-run .does-edit")
    write(browser, CUPS, (ROOT / SOLUTION).read_text(encoding="utf-8"))
    browser.click(f"{CUPS} .own-run .does-run")
    browser.see(f"{CUPS} .passed", "It does what was asked.")
    browser.again()
    browser.see(f"{CUPS} .exercise-done", "Done, in this browser.")
    assert reader.troubles() == []


def test_a_session_goes_on_in_a_console(reader):
    browser = reader.open("en/part-2/futures/")
    browser.click(f"{SESSION} .does-console")
    browser.see(f"{SESSION} .own-status", "Python")
    for typed, printed in (("future.result() + 1", "43"), ("await asyncio.sleep(0, 7)", "7")):
        browser.until("s => !document.querySelector(s).readOnly", f"{SESSION} .own-input")
        browser.click(f"{SESSION} .own-input")
        browser.press(typed, "Enter")
        browser.see(f"{SESSION} .own-output .out", printed)
    assert reader.troubles() == []


def test_the_workbench_runs_a_program_of_ones_own(reader):
    browser = reader.open("en/workbench/")
    browser.see(f"{BENCH} .cm-content", "orders.join()")
    write(browser, BENCH, TWO_TASKS)
    browser.click(f"{BENCH} .does-run")
    browser.see(f"{BENCH} .own-told run-player .player-said")
    printed = browser.texts(f"{BENCH} .own-told .run-output .line.out")
    assert [line.split()[-1] for line in printed] == ["first", "second"]
    browser.click(f"{BENCH} .own-told .forward")
    assert reader.troubles() == []


def test_what_is_told_in_the_browser_is_what_is_told_of_a_run_outside_of_it(reader, tmp_path):
    (tmp_path / "rare.py").write_text(RARE, encoding="utf-8")
    newest = list(interpreters().values())[-1]
    command = [newest, ROOT / "scripts/record", "--text", "-o", "told.txt", "rare.py"]
    subprocess.run(command, cwd=tmp_path, check=True)
    told = (tmp_path / "told.txt").read_text("utf-8").splitlines()
    outside = [re.sub(r"^\s*[\d.]+\s\S+\s+| \(line \d+\)$", "", line) for line in told]
    assert len(outside) == 20
    browser = reader.open("en/workbench/")
    browser.see(f"{BENCH} .cm-content", "orders.join()")
    write(browser, BENCH, RARE)
    browser.click(f"{BENCH} .does-run")
    browser.see(f"{BENCH} .own-told run-player .player-said")
    inside = browser.texts(f"{BENCH} .own-told .player-steps .said")
    # How many events were lost is a matter of the stack.
    assert [re.sub(r": \d+ at least\.", ":", said) for said in inside] == [
        re.sub(r": \d+ at least\.", ":", said) for said in outside
    ]
    assert reader.troubles() == []


KEPT = "async () => (await caches.keys()).map((name) => name.split(' ').at(-1))"


def test_without_a_network_there_is_what_was_kept(reader):
    browser = reader.open("en/")
    browser.click(".keep-site button", "Save this site for reading offline")
    browser.see(".keep-site", "MB will be stored")
    browser.click(".keep-site button", "Save")
    browser.see(".keep-site", "Saved in this browser, as built on")
    assert browser.evaluate(KEPT) == ["site"]
    reader.troubles()
    reader.cut()
    browser.open(f"{reader.root}part-2/futures/")  # where nobody was before
    browser.click("run-player .forward")
    browser.open(f"{reader.root}en/")
    browser.click(f"{HOME} .does-run")
    assert "in your browser, with Python 3.14" in ended(browser, OWN)
    browser.see(f"{OWN} run-player .player-said")
