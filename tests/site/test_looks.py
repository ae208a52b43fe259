"""The face of the site: the runs with which home opens, the ring, the glossary's index, the foot of
a page, the page for what is missing."""

from __future__ import annotations

import re

import pytest
from languages import interface, ring, settings
from languages.glossary import folded
from languages.terms import load
from made import ROOT, nightly, thorough

ROOTS = {"": "pt", "en/": "en"}
SCREENS = {"wide": (1280, 720), "phone": (390, 844)}
ABOUT = ring.declared()
SHOWN = """() => [...document.querySelectorAll(".beside-run")].map((run) =>
  [...run.querySelectorAll("[data-at]")].filter((line) => getComputedStyle(line).visibility === "visible")
    .map((line) => line.lastChild.textContent.trim()))"""


def address(root: str, path: str) -> str:
    name = path.rpartition(".")[0]
    return root + ("" if name == "index" else f"{name}/")


# -- home opens with two real runs


@pytest.mark.parametrize("root", ["", nightly("en/")])
def test_the_first_screen_says_what_this_is_and_shows_both_runs(visit, size, root):
    width, height = SCREENS[size]
    visit.page.set_viewport_size({"width": width, "height": height})
    page = visit.open(root)
    for part in (".lede", ".beside-run >> nth=0", ".beside-run >> nth=1", ".beside-play"):
        box = page.locator(part).bounding_box()
        assert box["y"] > 0, part
        assert box["y"] + box["height"] <= height, part
    codes = page.locator(".beside-code code").all_inner_texts()
    assert codes == ["coffee = brew()", "coffee = asyncio.create_task(brew())"]


@pytest.mark.parametrize("root", [nightly(""), "en/"])
def test_what_the_runs_on_one_axis_print_is_what_the_programs_print(visit, root):
    page = visit.open(root)
    both = page.evaluate(SHOWN)
    outputs = page.evaluate(
        """() => [...document.querySelectorAll("run-player")].slice(0, 2).map((player) =>
          [...player.querySelectorAll(".run-output .line")].map((line) => line.textContent.trim()))"""
    )
    assert both == outputs
    assert len(both[0]) == 4


def test_lanes_by_time_begin_and_end_where_the_output_says(visit):
    """In order, not to the millisecond: what comes between a print and the wait after it may take
    any time. A sleep takes at least its time, so that a bar has little room to be elsewhere."""
    page = visit.open("en/")
    lanes = page.evaluate(
        """() => [...document.querySelectorAll(".beside-run")].map((run) => {
          const axis = Number(run.closest("figure").querySelector(".beside-controls").dataset.end);
          const bars = [...run.querySelectorAll("rect.waiting")].map((bar) => {
            const [x, width] = ["x", "width"].map((name) => parseFloat(bar.getAttribute(name)) * axis / 1e8);
            return [x, x + width]; });
          return { bars, at: [...run.querySelectorAll("[data-at]")].map((li) => Number(li.dataset.at) / 1e6),
                   finest: axis / 1e6 / 500 };
        })"""
    )
    first, second = lanes
    in_, ready, on, done = first["at"]
    toasting, awaiting, brewing = first["bars"]
    assert within(first, in_, toasting, ready)
    assert within(first, on, brewing, done)
    # What brew() awaits suspends it first, then who awaits it; they go on the other way round.
    assert brewing[0] <= awaiting[0] < awaiting[1] <= brewing[1], "it begins when it is awaited"
    in_, on, done, ready = second["at"]
    toasting, brewing = second["bars"]
    assert within(second, in_, toasting, ready)
    assert within(second, on, brewing, done)
    assert toasting[0] <= brewing[0] < brewing[1] < toasting[1], "both wait at once"


def within(run: dict, begin: float, bar: list[float], end: float) -> bool:
    return begin - run["finest"] <= bar[0] < bar[1] <= end + run["finest"]


def test_time_does_not_run_by_itself_and_stands_where_one_puts_it(visit):
    page = visit.open("en/")
    whole = [["Toast in.", "Toast ready.", "Coffee on.", "Coffee ready."],
             ["Toast in.", "Coffee on.", "Coffee ready.", "Toast ready."]]  # fmt: skip
    assert page.evaluate(SHOWN) == whole
    assert page.locator(".beside .cursor:visible").count() == 0
    ats, end = page.evaluate(
        """() => [[...document.querySelectorAll(".beside-output")].map((output) =>
            [...output.children].map((line) => Number(line.dataset.at))),
          Number(document.querySelector(".beside-controls").dataset.end)]"""
    )
    middle = round(
        (ats[1][2] + ats[1][3]) / 2 / end * 100
    )  # the coffee is ready, and not the toast
    page.locator(".beside input").fill(str(middle))
    until = [sum(at <= middle * end / 100 for at in run) for run in ats]
    assert page.evaluate(SHOWN) == [run[:n] for run, n in zip(whole, until, strict=True)]
    assert 0 < until[0] < len(ats[0])
    cursors = page.locator(".beside .cursor")
    assert cursors.count() == 2
    for cursor in cursors.all():
        assert float(cursor.get_attribute("x1").rstrip("%")) == pytest.approx(middle, abs=1)
    assert page.locator(".beside input").get_attribute("aria-valuetext").endswith(" s")


@pytest.mark.nightly
@pytest.mark.reader  # its clock is set
def test_play_lets_time_run_to_the_end_and_can_be_stopped(visit):
    visit.page.clock.install(time=0)
    page = visit.open("en/")
    page.clock.pause_at(60_000)
    play, cursor = page.locator(".beside-play"), page.locator(".beside .cursor").first
    play.click()
    assert play.inner_text() == "Pause"
    page.clock.run_for(300)
    assert float(cursor.get_attribute("x1").rstrip("%")) > 0
    assert page.locator(".beside li.later").count() > 0, "it begins at the begin"
    play.click()
    stopped = cursor.get_attribute("x1")
    assert play.inner_text() == "Play"
    page.clock.run_for(300)
    assert cursor.get_attribute("x1") == stopped
    play.click()
    page.clock.run_for(60_000)
    assert play.inner_text() == "Play"
    assert page.locator(".beside .later").count() == 0
    assert page.locator(".beside input").input_value() == "100"


@pytest.mark.nightly
@pytest.mark.reader(reduced_motion="reduce")
def test_nothing_moves_for_who_wants_no_motion_but_time_can_be_set(visit):
    page = visit.open("en/")
    assert page.locator(".beside-play").is_hidden()
    page.locator(".beside input").press("Home")
    assert page.evaluate(SHOWN) == [[], []]


@pytest.mark.reader(java_script_enabled=False)
def test_without_a_script_both_runs_are_whole(visit):
    page = visit.open("en/")
    assert page.locator(".beside-output li:visible").count() == 8
    assert page.locator(".beside-controls").is_hidden()
    assert page.locator(".beside svg[role=img]").count() == 2


# -- the ring


@pytest.mark.parametrize("root", ["", nightly("en/")])
def test_the_path_is_a_card_for_each_page_with_a_question_and_its_drawing(visit, size, root):
    page = visit.open(root)
    cards = page.locator(".path li")
    hrefs = cards.locator("a").evaluate_all("all => all.map((a) => a.href)")
    assert hrefs == [visit.site.url + address(root, path) for path in ABOUT]
    assert all("?" in text for text in cards.all_inner_texts())
    lit = cards.evaluate_all("all => all.map((li) => li.querySelectorAll('svg .lit').length)")
    assert lit == [len(parts) for parts in ABOUT.values()]
    names = page.locator("figure.loop text").all_text_contents()
    words = interface.words(ROOTS[root])
    assert sorted(names) == sorted(
        words[f"ring_{n}"] for n in ("selector", "timers", "ready", "running")
    )
    boxes = page.locator("figure.loop svg, figure.loop text").evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect()).map((b) => [b.left, b.right, b.top, b.bottom])"
    )
    left, right, top, bottom = boxes[0]
    for box in boxes[1:]:
        assert left <= box[0] < box[1] <= right, "a name stands in the drawing"
        assert top <= box[2] < box[3] <= bottom


# -- the glossary


@pytest.mark.nightly
@pytest.mark.parametrize("root", ROOTS)
def test_the_index_of_the_glossary_leads_to_every_term_in_order(visit, root):
    page = visit.open(root + "reference/glossary/")
    links = page.locator("nav.terms a")
    texts = [folded(text) for text in links.all_inner_texts()]
    assert texts == sorted(texts)
    ids = {
        href.removeprefix("#")
        for href in links.evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    }
    assert ids == set(load().terms)
    assert ids == set(page.locator(".glossary dt").evaluate_all("all => all.map((dt) => dt.id)"))
    letters = page.locator("nav.terms b").all_inner_texts()
    assert letters == sorted(set(letters))


@pytest.mark.parametrize("root", [nightly(""), "en/"])
def test_a_term_leads_to_moments_that_show_it(visit, root):
    page = visit.open(root + "reference/glossary/")
    links = page.locator(".glossary dd a.moment").evaluate_all("all => all.map((a) => a.href)")
    assert len(links) > 20
    seen = {}
    for link in links:
        there, _, id = link.partition("#")
        text = seen.setdefault(
            there,
            (visit.site.folder / there.removeprefix(visit.site.url) / "index.html").read_text(),
        )
        assert f'id="{id}"' in text, link
    page.goto(links[0], wait_until="load")
    assert page.evaluate("document.documentElement.lang") == interface.tag(ROOTS[root])


# -- the foot of a page


@pytest.mark.nightly
def test_where_there_is_a_repository_the_foot_leads_to_the_file(project, monkeypatch):
    monkeypatch.setenv("REPO_URL", "https://example.org/asyncio")
    monkeypatch.setenv("EDIT_URI", "edit/main/docs/")
    built = project.build()
    assert built.returncode == 0, built.stderr
    for page, file in (("index.html", "pt/index.md"), ("en/index.html", "en/index.md")):
        text = (project.folder / "site" / page).read_text(encoding="utf-8")
        link = f'<a href="https://example.org/asyncio/blob/main/docs/{file}"><code>docs/{file}</code></a>'
        assert text.count(link) == 1
        assert "fix-a-sentence" not in text, "this project has no such page"


# -- what is missing


@pytest.mark.parametrize(
    ("path", "language"), [thorough("gone/", "pt"), ("en/gone/", "en"), thorough("energy/", "pt")]
)
def test_a_missing_page_lists_the_others_in_the_language_of_its_address(visit, path, language):
    page = visit.open(path)
    said = page.locator("section[data-root]").first
    assert said.get_attribute("lang") == interface.tag(language)
    root = "" if language == "pt" else "en/"
    links = page.locator("section[data-root] ul a:visible").evaluate_all(
        "all => all.map((a) => a.href)"
    )
    assert links == [visit.site.url + address(root, path) for path in settings.navigation()]


@pytest.mark.nightly
@pytest.mark.reader(java_script_enabled=False)
def test_a_missing_page_lists_them_in_both_languages_without_a_script(visit):
    page = visit.open("en/gone/")
    assert page.locator("section ul a:visible").count() == 2 * len(settings.navigation())


def test_titles_of_the_missing_page_are_those_of_the_pages(visit):
    page = visit.open("en/gone/")
    titles = page.locator("section[lang=en] ul a").all_inner_texts()
    for path, title in zip(settings.navigation(), titles, strict=True):
        text = (ROOT / "docs/en" / path).read_text(encoding="utf-8")
        heading = re.search(r"^(?:# )?# (.+?) \{ #", text, re.M)
        assert title == heading[1].replace("`", "")
