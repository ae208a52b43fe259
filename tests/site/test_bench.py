"""The workbench: a reader's own program is run, stepped through and shared; what is lacking is said."""

from __future__ import annotations

import pytest
from each_page import axe_finds_nothing
from in_editor import TWO_TASKS, write, written
from large import is_told_truly_everywhere, one_task_can_be_chosen
from large import program as large_program
from playwright.sync_api import Locator, Page

BENCH = "figure.run.bench"
LACKING = {
    "import requests\n": "that the program imports is not there",
    "import threading\nthreading.Thread(target=print).start()\n": "has no threads",
    "import asyncio\nasync def main():\n    await asyncio.start_server(print, '127.0.0.1', 5000)\n"
    "    async with asyncio.TaskGroup() as group:\n"
    "        group.create_task(asyncio.open_connection('127.0.0.1', 5000, ssl=True))\n"
    "asyncio.run(main())\n": "cannot encrypt connections",
    "input()\n": "exit status 1",
    "import subprocess\nsubprocess.run(['ls'])\n": "starts no processes",
}
# An exception that says nothing of itself to whoever asks for it by name.
MUTE = """class Mute(Exception):
    def __getattribute__(self, name):
        raise RuntimeError(name)

raise Mute("here")
"""
MUTE_SAID = """Traceback (most recent call last):
  File "/home/reader/program.py", line 5, in <module>
    raise Mute("here")
Mute: here
"""


def bench(page: Page) -> Locator:
    place = page.locator(BENCH)
    place.locator(".own-editor").wait_for()
    return place


def ran(place: Locator, program: str) -> str:
    """What is said of a program when it was run."""
    write(place, program).press("Control+Enter")
    place.locator(".own-run .does-stop").wait_for(state="hidden")
    return place.locator(".own-status").inner_text()


def test_a_program_of_ones_own_is_run_and_stepped_through(visit):
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open("en/workbench/")
    place = bench(page)
    assert "orders.join()" in written(place)
    assert place.locator(".own-output").is_hidden(), "nothing was run"
    assert page.evaluate("document.activeElement === document.body"), "it took the focus"
    assert not [url for url in asked if url.endswith((".zip", ".packed", "worker.js"))]
    assert place.locator(".does-run:visible").inner_text().endswith("\xa0MB the first time)")
    said = ran(place, TWO_TASKS)
    assert "Python 3.14" in said
    assert "the site was built" not in said, "there is no build of this program"
    place.locator(".own-told run-player").wait_for()
    printed = place.locator(".own-told .run-output .line.out").all_inner_texts()
    assert [line.split()[-1] for line in printed] == ["first", "second"]
    steps = place.locator(".own-told .player-steps .said").all_text_contents()
    assert sum("gather" in step for step in steps)
    assert visit.troubles == []


@pytest.mark.thorough
@pytest.mark.reader(permissions=["clipboard-read", "clipboard-write"])
def test_a_program_of_ones_own_is_shared_and_what_lacks_is_said(visit):
    page = visit.open("en/workbench/")
    place = bench(page)
    axe_finds_nothing(page, "en/workbench/, before a run", lists=1)
    ran(place, TWO_TASKS)
    place.locator(".own-told run-player").wait_for()
    axe_finds_nothing(page, "en/workbench/", lists=1)
    place.locator(".own-buttons .does-edit").click()
    place.locator(".own-buttons .does-link").click()
    page.wait_for_url("**#program=workbench&code=*")
    address = page.url
    for program, reason in LACKING.items():
        said = ran(place, program)
        assert "exit status 1" in said
        assert reason in said, program
        assert "#" not in page.url, "what was shared is not what is here now"
    ran(place, MUTE)
    assert place.locator(".own-output").inner_text() == MUTE_SAID
    other = page.context.new_page()
    asked_other: list[str] = []
    other.on("request", lambda request: asked_other.append(request.url))
    other.goto(address, wait_until="load")
    there = bench(other)
    there.locator(".own-note", has_text="came with the link").wait_for()
    assert written(there) == TWO_TASKS
    assert there.locator(".does-run:visible").count() == 1
    assert not [url for url in asked_other if url.endswith((".zip", ".packed", "worker.js"))]
    assert visit.troubles == []


SHIFTS = """window.shifted = 0;
  new PerformanceObserver(list => list.getEntries().forEach(shift => { shifted += shift.value; }))
    .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.thorough
@pytest.mark.reader  # of its own: what is added stays in a page
def test_what_is_said_where_there_is_no_editor_is_not_shown_and_taken_away(visit, size):
    visit.page.add_init_script(SHIFTS)
    page = visit.open("en/workbench/")
    bench(page)
    assert page.evaluate("shifted") < 0.08  # on a phone it was 0.21
    without = page.locator(".without-script")
    assert without.is_hidden()
    page.route("**/bench.js", lambda route: route.abort())
    page = visit.open("en/workbench/")
    assert without.is_hidden(), "the editor may be on its way"
    page.evaluate("document.getAnimations().forEach(each => each.finish())")  # and 15 s later
    without.wait_for()


@pytest.mark.nightly
@pytest.mark.parametrize("width", [390, 1280])
def test_a_large_run_is_told_where_the_reader_comes_and_a_task_can_be_chosen(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 844})
    page = visit.open("en/workbench/")
    place = bench(page)
    ran(place, large_program(items=10, producers=30, comments=280))
    player = place.locator(".own-told run-player.large.many")
    player.locator(".player-said").wait_for()
    assert int(player.locator(".player-number").text_content().split("/")[1]) > 1800
    assert player.locator("td.linenos .normal").count() > 300
    is_told_truly_everywhere(player, at_least=20)
    one_task_can_be_chosen(player, "t9")
    axe_finds_nothing(page, "en/workbench/", lists=1)
    assert visit.troubles == []


@pytest.mark.nightly
def test_a_program_of_the_gallery_is_opened_with_what_it_imports(visit):
    page = visit.open("workbench/")
    place = bench(page)
    page.locator(".md-content a.opened").first.click()
    place.locator(".own-note", has_text="loudmouth_penguin.py está na bancada.").wait_for()
    assert "magic_number=3" in written(place)
    link = page.locator(".gallery a.opened[data-program='part-3/cpu/in_pieces']")
    link.evaluate("link => link.click()")
    place.locator(".own-note", has_text="in_pieces.py").wait_for()
    said = ran(place, "import ticker\nprint(ticker.__name__)\n")
    assert "status de saída" not in said
    assert place.locator(".own-run").get_by_text("ticker", exact=True).count()
    shown = set(page.evaluate("[...document.querySelectorAll('a.opened')].map(a => a.href)"))
    for address in shown:
        assert address.startswith(f"{visit.site.url}programs/pt/")
    assert visit.troubles == []
