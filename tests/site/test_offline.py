"""The site without a network: what the reader has kept is there, and nothing else is kept."""

from __future__ import annotations

import pytest
from made import waited
from playwright.sync_api import Page

RUNS = "figure.run[data-run='home/task_starts_at_the_next_pause']"

ADDRESSES = """async () => {
  const all = [];
  for (const name of await caches.keys()) all.push(...(await (await caches.open(name)).keys()));
  return all.map(({ url }) => url);
}"""


def kept(page: Page) -> list[str]:
    return page.evaluate("async () => (await caches.keys()).map(name => name.split(' ').at(-1))")


def run(page: Page) -> str:
    place = page.locator(RUNS).first
    place.locator(".does-run:visible").click()
    place.locator(".own-run .does-stop").wait_for(state="hidden")
    place.locator(".own-told run-player").wait_for()
    return place.locator(".own-status").inner_text()


reader = pytest.mark.reader(service_workers="allow", locale="en-GB")


@pytest.mark.nightly
@reader
def test_what_was_run_once_runs_without_a_network_and_the_whole_site_if_one_says_so(
    visit, to_be_cut
):
    address, cut = to_be_cut
    page = visit.page
    page.goto(f"{address}en/", wait_until="load")
    assert kept(page) == []
    line = page.locator(".keep-site")
    line.get_by_role("button", name="Save this site for reading offline").click()
    line.get_by_text("MB will be stored in this browser.").wait_for()
    assert kept(page) == [], "the size is said first"
    line.get_by_role("button", name="Save").click()
    line.get_by_text("Saved in this browser, as built on").wait_for()
    assert kept(page) == ["site"]
    cut()
    page.goto(f"{address}part-2/futures/", wait_until="load")  # nobody was here before
    page.locator("run-player .forward").first.click()
    assert page.locator("run-player .player-number").first.inner_text().partition("/")[0] != "1"
    page.goto(f"{address}en", wait_until="load")  # as one types it
    assert "in your browser, with Python 3.14" in run(page)
    page.goto(f"{address}gone/", wait_until="load")
    assert page.locator("section[lang=en] h2").is_visible()
    page.goto(f"{address}en/", wait_until="load")
    line.get_by_role("button", name="Erase").click()
    line.get_by_role("button", name="Save this site for reading offline").wait_for()
    assert kept(page) == []
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")  # it may have what is old
    with pytest.raises(Exception, match="ERR_"):
        page.goto(f"{address}en/credits/")


LACKING = """async (root) => {
  const { keep } = await import(`${root}assets/offline/keep.js`);
  const { files } = await (await fetch(`${root}offline.json`)).json();
  const pages = files.filter(([path]) => path.endsWith("/"));
  const list = { files: [["gone.txt", "", 1], ...pages], words: {}, bytes: 1, built: "" };
  const told = [];
  const why = await keep(root, list, (part) => told.push(part)).catch(String);
  const then = told.length;
  await new Promise((done) => setTimeout(done, 300));
  return [why, told.length - then, pages.length > 30 && then < pages.length];
}"""


@pytest.mark.thorough
@reader
def test_where_a_file_does_not_come_no_other_is_fetched_and_nothing_is_said_later(visit):
    page = visit.open("en/")
    assert page.evaluate(LACKING, visit.site.url) == ["Error: gone.txt: 404", 0, True]


@pytest.mark.thorough
@reader
def test_of_who_has_run_a_program_python_is_kept_and_no_page(visit, to_be_cut):
    address, cut = to_be_cut
    page = visit.page
    page.goto(f"{address}en/", wait_until="load")
    assert (
        page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )
    run(page)
    wanted = {"stdlib.zip", "asm.js", "telling.zip", "worker.js"}
    assert waited(lambda: wanted <= {url.rpartition("/")[2] for url in page.evaluate(ADDRESSES)})
    assert kept(page) == ["python"]
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")  # what else may have it
    cut()
    for _ in range(3):  # the first has the Python that was made ready before
        assert "in your browser" in run(page)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(f"{address}en/credits/")
