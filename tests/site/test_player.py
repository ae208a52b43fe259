"""What a reader does with a recorded run: steps, both ways, by mouse and keys, or without a script."""

from __future__ import annotations

import gzip
import json
import re
import statistics

import pytest
from made import ROOT, nightly
from playwright.sync_api import Locator, Page

AWAIT = "part-1/await/"
TASKS = "task_hands_over_control"
SLEEP = "part-2/homemade-sleep/"
ZOOM = ".player-controls select"
PANEL = ".player-state:not(.still)"  # the one that follows; the others stand in the list


def player(page: Page, name: str = f"{AWAIT}{TASKS}", script: bool = True) -> Locator:
    """The player of a program, once its script has begun, if there is to be one."""
    place = page.locator(f"figure[data-run='{name}'] run-player")
    if script:
        place.locator(".player-said").wait_for(state="attached")
    return place


def alone(visit, root: str = "en/", name: str = f"{AWAIT}{TASKS}") -> Locator:
    """The player on the page on which it stands alone, which is there sooner than a whole page."""
    return player(visit.open(f"{root}players/{name}/"), name)


def said(place: Locator) -> str:
    """The sentence, without what only a listener gets: the line."""
    return place.locator(".player-said").evaluate(
        "p => [...p.childNodes].filter(n => n.className != 'heard').map(n => n.textContent).join('')"
    )


def group(place: Locator, name: str) -> list[str]:
    # On a crowded machine any step may have kept others waiting.
    return place.locator(f"{PANEL} .group.{name} .chip:not(.held)").all_inner_texts()


def step(place: Locator) -> int:
    return int((place.locator(".player-number").text_content() or "").split("/")[0])


def test_it_opens_at_the_moment_that_the_author_chose(visit, size):
    place = player(visit.open("en/" + AWAIT))
    place.locator("form.predict input").first.check()
    assert (
        said(place) == "T1 main() suspends. It waits for T3 coro_a(), and control goes to the loop."
    )
    assert group(place, "ready") == ["T2 step", "T3 step"]
    assert group(place, "running") == ["the loop"]
    assert group(place, "tasks") == [
        "T1 main() waits for T3 · then stops the loop",
        "T2 coro_b() ready",
        "T3 coro_a() ready · wakes T1",
    ]
    assert place.locator(".run-output .line.later").count() == 0, "all is shown till one steps"
    assert visit.troubles == []


def test_forward_and_back_lead_through_the_same_states(visit, size):
    place = alone(visit)
    forward, back = (place.locator(f".player-button.{kind}") for kind in ("forward", "back"))
    seen = []
    for _ in range(8):
        seen.append((said(place), group(place, "ready"), group(place, "tasks")))
        forward.click()
    assert len({sentence for sentence, _, _ in seen}) == 8
    for expected in reversed(seen):
        back.click()
        assert (said(place), group(place, "ready"), group(place, "tasks")) == expected
    assert visit.troubles == []


def test_every_step_says_what_the_list_says_and_ends_with_the_whole_output(visit):
    place = alone(visit, "")
    items = place.locator(".player-steps li")
    place.locator("input[type=range]").evaluate(
        "r => { r.value = 1; r.dispatchEvent(new Event('input')) }"
    )
    for number in range(items.count()):
        assert items.nth(number).get_attribute("aria-current") == "step"
        assert said(place) == items.nth(number).locator(".said").text_content()
        place.locator(".player-button.forward").click(force=True)
    assert step(place) == items.count()
    assert place.locator(".player-button.forward").get_attribute("aria-disabled") == "true"
    assert place.locator(".run-output .line:not(.later)").all_inner_texts() == ["b", "a", "a", "a"]


@pytest.mark.nightly
def test_the_output_is_the_output_so_far(visit):
    place = alone(visit)
    place.locator(ZOOM).select_option("turn")
    shown = place.locator(".run-output .line:not(.later)")
    back = place.locator(".player-button.back")
    back.press("End")
    lengths = []
    while back.get_attribute("aria-disabled") == "false":
        lengths.append(shown.count())
        back.click()
    assert shown.count() == 0
    assert len(set(lengths)) > 1
    assert lengths == sorted(lengths, reverse=True)


def test_the_keyboard_alone_is_enough(visit, size):
    page = visit.open("en/" + AWAIT)
    place = player(page)
    place.locator(".player-button.back").focus()
    first = step(place)
    page.keyboard.press("ArrowRight")
    assert step(place) == first + 1
    page.keyboard.press("ArrowLeft")
    assert step(place) == first
    page.keyboard.press("PageDown")
    assert said(place).startswith("Turn 2 of the loop.")
    page.keyboard.press("PageUp")
    assert said(place).startswith("Turn 1 of the loop.")
    page.keyboard.press("End")
    assert place.locator(".player-button.forward").get_attribute("aria-disabled") == "true"
    page.keyboard.press("Home")
    assert step(place) == 1
    address = page.url.partition("#")[0]  # the theme adds the heading that one reads
    page.keyboard.press("n")  # the theme's key for the next page
    page.keyboard.press(".")
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.matches('.player-controls *')"))
    assert reached == [True] * 5, "play, forward, last, range, zoom"
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.player-controls *')")
    assert page.url.partition("#")[0] == address
    assert visit.troubles == []


@pytest.mark.reader  # its clock is set
def test_it_plays_stops_at_a_touch_and_never_begins_by_itself(visit):
    visit.page.clock.install(time=0)
    page = visit.open("en/" + AWAIT)
    place = player(page)
    page.clock.pause_at(60_000)
    first = step(place)
    page.clock.run_for(60_000)
    assert step(place) == first
    play = place.locator(".player-button.play")
    play.click()
    assert play.get_attribute("aria-label") == "Pause"
    assert place.locator(".player-said").get_attribute("aria-live") == "off"
    page.clock.run_for(100)
    assert step(place) == first, "a step stays to be read"
    page.clock.run_for(10_000)
    stopped = step(place)
    assert stopped > first
    play.click()
    page.clock.run_for(60_000)
    assert step(place) == stopped
    assert place.locator(".player-said").get_attribute("aria-live") is None


@pytest.mark.nightly
def test_three_zooms_show_the_same_run(visit):
    place = alone(visit)
    counts = {}
    for zoom in ("turn", "moment", "line"):
        place.locator(ZOOM).select_option(zoom)
        counts[zoom] = int(place.locator(".player-number").inner_text().split("/")[1])
    assert counts["turn"] < counts["moment"] < counts["line"]
    place.locator("input[type=range]").evaluate(
        "r => { r.value = 2; r.dispatchEvent(new Event('input')) }"
    )
    assert re.match(r"Line \d+ is next: ", said(place))


@pytest.mark.parametrize("root", ["", nightly("en/")])
def test_a_link_in_the_text_leads_to_its_moment(visit, root):
    page = visit.open(root + AWAIT)
    page.locator("form.predict[data-run$=task_hands_over_control] summary").click()
    page.locator(f"a.moment[href='#{TASKS}-b-first']").first.click()
    place = player(page)
    assert group(place, "ready") == ["T2 step", "T3 step"] if root else ["T2 passo", "T3 passo"]
    assert place.locator(".player-said").is_visible()
    number = step(place)
    page = visit.open(f"{root}{AWAIT}#{TASKS}-{number + 3}")
    assert step(player(page)) == number + 3
    assert visit.troubles == []


def test_the_line_under_way_is_marked_where_it_stands(visit, size):
    place = alone(visit)
    place.locator(".player-button.back").click()
    said_of = place.locator(".player-said .heard").inner_text()
    assert said_of.strip() == "(line 15)"
    assert place.evaluate(
        """host => {
          const bar = host.querySelector(".player-bar").getBoundingClientRect();
          const line = host.querySelectorAll("td.linenos .normal")[14].getBoundingClientRect();
          return Math.abs(bar.top - line.top) < 2 && Math.abs(bar.height - line.height) < 2;
        }"""
    ), "line 15 makes the task"


@pytest.mark.nightly
def test_pointing_at_a_task_marks_it_everywhere(visit):
    place = alone(visit)
    place.locator(".group.tasks [data-label=t3]").first.hover()
    marked = place.locator(".pointed").evaluate_all("all => all.map(e => e.dataset.label)")
    assert set(marked) == {"t3"}
    assert len(marked) >= 4, "in the sentence, the queue, the tasks, the lanes"


@pytest.mark.thorough
def test_a_spin_is_one_step_with_the_count_of_the_plain_run(visit):
    page = visit.open("en/" + SLEEP)
    place = player(page, "part-2/homemade-sleep/spinning")
    wakeups = re.search(r"wake-ups: (\d+)", place.locator(".run-output").text_content() or "")
    assert wakeups
    assert f"made {int(wakeups[1]):,} turns like these" in said(place)
    assert "single moment" in said(place)
    right = player(page, "part-2/homemade-sleep/a_timer_wakes_it_once")
    right.locator(".player-button.first").click()
    while not group(right, "selector"):
        right.locator(".player-button.forward").click()
    (asks,) = group(right, "selector")
    assert re.fullmatch(r"asks to be woken in \d+\u00a0ms", asks)  # 200, but for what passed since


@pytest.mark.nightly
def test_seven_climbs_and_forty_two_comes_down(visit):
    page = visit.open("en/part-2/inside-coroutines/")
    place = player(page, "part-2/inside-coroutines/rock_driven_by_hand")
    assert (
        said(place)
        == "Rock.__await__() suspends. 7 climbs to main(), which is waiting at an await."
    )
    forward = place.locator(".player-button.forward")
    told = []
    for _ in range(5):
        forward.click()
        told.append(said(place))
    assert told[0] == "main() suspends. 7 climbs to the code that drives it."
    assert told[-2:] == ["main() goes on.", "Rock.__await__() goes on: received is 42."]
    assert "received = 42" in group(place, "variables")


@pytest.mark.nightly
def test_a_loop_with_nothing_to_do_waits_without_end(visit):
    page = visit.open("en/part-1/event-loop/")
    place = player(page, "part-1/event-loop/empty_loop_waits")
    assert group(place, "selector") == ["waits without a limit"]
    place.locator(".player-button.forward").click()
    assert "wake this loop" in said(place)


@pytest.mark.reader(java_script_enabled=False)
@pytest.mark.parametrize("root", [nightly(""), "en/"])
def test_without_a_script_everything_is_there(visit, size, root):
    page = visit.open(root + AWAIT)
    place = player(page, script=False)
    assert place.locator(".run-program").is_visible()
    assert place.locator(".run-output .line").first.text_content()
    assert place.locator(".lanes svg rect").count() > 10
    assert place.locator(".player-state:not(.still)").is_visible()
    steps = place.locator("details.player-steps")
    steps.locator("summary").click()
    assert steps.locator(".player-state.still").first.is_visible()
    assert steps.locator("li").first.is_visible()
    assert steps.locator("li").count() > 20
    assert place.locator(".player-controls, .lane-names button").count() == 0


@pytest.mark.nightly
@pytest.mark.reader(reduced_motion="reduce", forced_colors="active")
def test_forced_colours_keep_the_states_apart(visit):
    place = alone(visit)
    styles = place.locator(".group.tasks .chip").evaluate_all(
        "all => all.map(e => getComputedStyle(e).borderStyle)"
    )
    assert len(set(styles)) > 1


def test_what_a_page_loads_for_the_player_is_small(site):
    published = list((site.folder / "assets/player").glob("*.js"))
    assert {f.name for f in published} == {f.name for f in (ROOT / "docs/assets/player").iterdir()}
    assert not any("/** " in f.read_text(encoding="utf-8").split("class ")[0] for f in published)
    scripts = [gzip.compress(f.read_bytes()) for f in published]
    assert len(scripts) <= 2
    assert sum(map(len, scripts)) <= 9 * 1024
    found = []
    for page in site.folder.rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        found += re.findall(
            r'<run-player.*?<script type="application/json">(.*?)</script>', text, re.S
        )
    sizes = [len(gzip.compress(data.encode())) for data in found]
    changes = [len(json.loads(data)["changes"]) for data in found]
    assert len(sizes) > 60
    assert all(changes)
    each = [size / many for size, many in zip(sizes, changes, strict=True)]
    assert statistics.median(sizes) <= 1.4 * 1024
    assert statistics.median(each) < 34, "bytes a change, however long the runs are"


def test_what_the_script_of_the_player_needs_is_fetched_with_it(visit):
    page = visit.open("en/" + AWAIT)
    fetched = set(
        page.locator("link[rel=modulepreload]").evaluate_all("all => all.map(l => l.href)")
    )
    asked = set(page.locator("script[type=module]").evaluate_all("all => all.map(s => s.src)"))
    loaded = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    modules = {name for name in loaded if "/assets/player/" in name and name.endswith(".js")}
    assert modules == {name for name in fetched | asked if "/assets/player/" in name}


def test_who_listens_is_led_to_the_sentence_and_hears_the_line(visit):
    page = visit.open("en/" + AWAIT)
    link = page.locator("a.moment[href$='task_hands_over_control-b-first']").first
    page.locator("details.predict-why", has=link).locator("summary").press("Enter")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.matches('.player-said')")
    place = page.locator("run-player[aria-label*='task_hands_over_control']")
    assert said(place).startswith("Turn 2 of the loop.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.player-button.back')")
    heard = set()
    for _ in range(6):
        place.locator(".player-button.forward").press("Enter")
        heard |= set(place.locator(".player-said .heard").all_inner_texts())
    assert any(re.fullmatch(r" ?\(line \d+\)", text) for text in heard)
    assert place.locator("[role=status], output, [aria-live]").count() == 1


@pytest.mark.nightly
def test_who_listens_hears_where_a_job_ends_and_the_next_begins(visit):
    ready = alone(visit).locator(f"{PANEL} .group.ready dd")
    assert ready.text_content() == "T2 step, T3 step"


@pytest.mark.nightly
def test_what_is_said_of_a_task_and_of_a_future_agrees_with_each_in_portuguese(visit):
    place = alone(visit, "", f"{AWAIT}done_task_keeps_control")
    assert "T2 coro_a() concluída · 'a'" in group(place, "tasks")
    assert group(place, "futures") == ["F1 concluído · 'f'"]
