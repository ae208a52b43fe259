"""Where the parts of a player stand: nothing runs away, code is whole, moments have addresses."""

from __future__ import annotations

import re

import pytest
from each_page import WAITS, blurred, code_is_whole, names_are_whole, numbers_are_apart
from made import TEACHING, nightly, thorough
from playwright.sync_api import Locator, Page

AWAIT = "part-1/await/"
TASKS = "task_hands_over_control"
PANEL = ".player-state:not(.still)"  # the one that follows; the others stand in the list
ZOOM = ".player-controls select"
# Goes through all steps of a player, and tells where something was that was not there before.
WALK = """async (host, zooms) => {
  const later = () => new Promise(done => setTimeout(done, 50));
  host.closest("details:not([open])")?.setAttribute("open", "");
  host.scrollIntoView();
  const clicked = [...host.querySelectorAll(
    ".player-controls :is(button, input, select), .lane-names button, .lanes svg, summary, a.run-file"
  )];
  // In the window: what is far away and gets its room does not move what one sees.
  const where = () => clicked.map(each => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return [x, y, width, height];
  });
  const other = (one, two) => one.some((each, n) => Math.abs(each - two[n]) > 0.5);
  // It makes room when it comes near, if not before.
  const says = host.querySelector(".player-says");
  for (let n = 0, was = "", now = "?"; n < 99 && (was !== now || !says.style.minHeight); n++) {
    await later();
    host.scrollIntoView();
    [was, now] = [now, JSON.stringify(where())];
  }
  const { lines, kinds } = JSON.parse(host.querySelector("script").textContent);
  const steps = zoom => [...lines].filter((_, n) => zoom === "line" || kinds[n] !== "l");
  const code = host.querySelector(".run-program .highlight");
  const bar = host.querySelector(".player-bar");
  const [first, forward] = ["first", "forward"].map(name => host.querySelector(`.player-button.${name}`));
  const menu = host.querySelector("select");
  const covered = mark => {  // the number of its line
    const number = mark.closest(".normal").lastChild, range = document.createRange();
    range.setStart(number, number.data.search(/[0-9]/));
    range.setEnd(number, number.length);
    return mark.getBoundingClientRect().right > range.getBoundingClientRect().left + 0.5;
  };
  const before = where(), found = [];
  for (const zoom of zooms) {
    menu.value = zoom;
    menu.dispatchEvent(new Event("change"));
    first.click();
    steps(zoom).forEach((line, step) => {
      const now = where().findIndex((place, n) => other(place, before[n]));
      if (now >= 0) found.push(`${zoom} ${step}: ${clicked[now].outerHTML.slice(0, 60)} ${before[now]} is at ${where()[now]}`);
      if (bar.hidden !== (line === 0)) found.push(`${zoom} ${step}: line ${line}, the bar is hidden: ${bar.hidden}`);
      const at = bar.getBoundingClientRect(), box = code.getBoundingClientRect();
      if (line && (at.top < box.top || at.bottom > box.bottom + 1)) found.push(`${zoom} ${step}: line ${line} is out of sight`);
      const over = [...host.querySelectorAll(".player-mark .label")].find(covered);
      if (over) found.push(`${zoom} ${step}: ${over.textContent} covers the number of its line`);
      forward.click();
    });
  }
  return found;
}"""


def player(page: Page, name: str) -> Locator:
    place = page.locator(f"figure[data-run$='/{name}'] run-player")
    place.locator(".player-said").wait_for(state="attached")
    return place


def alone(visit, page: str, name: str) -> Locator:
    """The player on the page on which it stands alone, which is there sooner than a whole page."""
    return player(visit.open(f"en/players/{page}{name}/"), name)


def said(place: Locator) -> str:
    return place.locator(".player-said").evaluate(
        "p => [...p.childNodes].filter(n => n.className != 'heard').map(n => n.textContent).join('')"
    )


def step(place: Locator) -> int:
    return int(place.locator(".player-number").inner_text().split("/")[0])


def in_view(place: Locator) -> bool:
    """Whether all of it is on the screen, below the header of the page."""
    return place.evaluate(
        "e => { const r = e.getBoundingClientRect(); return r.top >= 40 && r.bottom <= innerHeight + 1; }"
    )


WIDTHS = [320, 390, 768, 1024, 1440]


def walked(
    visit, width: int, paths: list[str], root: str, zooms: list[str]
) -> dict[str, list[str]]:
    """What was found in the players of these pages, by player."""
    visit.page.set_viewport_size({"width": width, "height": 844 if width < 500 else 900})
    found = {}
    for path in paths:
        page = visit.open(root + path)
        page.evaluate(
            "document.querySelectorAll('.exercise details').forEach(d => (d.open = true))"
        )
        for place in page.locator("run-player").all():
            if faults := place.evaluate(WALK, zooms):
                found[f"{width} {place.get_attribute('aria-label')}"] = faults[:3]
    return found


@pytest.mark.parametrize("number", [0, nightly(1), nightly(2), nightly(3), thorough(4)])
def test_nothing_that_one_clicks_moves_and_the_line_that_runs_is_in_view(visit, number):
    """By day a page at some widths, moment by moment."""
    paths = TEACHING[number + 1 : number + 2]
    root = ["en/", ""][number % 2]
    assert walked(visit, WIDTHS[number], paths, root, ["moment"]) == {}
    assert visit.troubles == []


@pytest.mark.nightly
@pytest.mark.parametrize("root", ["", "en/"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_in_any_player_at_any_width(visit, width, root):
    assert walked(visit, width, TEACHING, root, ["moment", "line"]) == {}
    assert visit.troubles == []


@pytest.mark.nightly  # by day each page in one width: test_crawl
@pytest.mark.parametrize("width", [1280, 1440])
def test_code_is_not_cut_where_there_is_room(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    for address in [root + path for root in ("", "en/") for path in TEACHING]:
        page = visit.open(address)
        code_is_whole(page, address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.nightly
def test_a_program_of_25_lines_and_all_around_it_is_on_one_screen(visit):
    visit.page.set_viewport_size({"width": 1440, "height": 900})
    place = player(visit.open("en/part-2/futures/"), "future_climbs_to_the_driver")
    assert place.locator("td.linenos .normal").count() == 25
    place.scroll_into_view_if_needed()
    place.evaluate("e => e.scrollIntoView()")
    parts = [
        ".run-program",
        ".player-state",
        ".player-says",
        ".player-controls",
        ".lanes",
        ".run-output",
    ]
    assert [part for part in parts if not in_view(place.locator(part).first)] == []


def test_on_a_phone_code_sentence_controls_and_panel_follow_each_other(visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    place = alone(visit, AWAIT, "waiter_is_a_callback_on_the_task")
    place.evaluate("e => e.scrollIntoView()")
    parts = [".run-program", ".player-says", ".player-controls", ".group.running"]
    assert [part for part in parts if not in_view(place.locator(part).first)] == []
    tops = [place.locator(part).first.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops)
    visit.page.mouse.wheel(0, 500)  # further down the code stays: one steps and looks
    visit.page.wait_for_function(
        "e => e.getBoundingClientRect().top < 60",
        arg=place.locator(".player-says").element_handle(),
    )
    assert in_view(place.locator(".run-program"))


# -- addresses


@pytest.mark.thorough
def test_an_address_opened_afresh_shows_the_player_with_the_focus_on_the_sentence(visit, size):
    page = visit.open(f"en/{AWAIT}#{TASKS}-9")
    place = player(page, TASKS)
    page.wait_for_function("() => document.activeElement.matches('.player-said')")
    page.wait_for_timeout(700)  # longer than the theme waits before it writes its own
    assert page.url.endswith(f"#{TASKS}-9")
    assert step(place) == 9
    for part in (".player-says", ".player-controls"):
        assert in_view(place.locator(part)), part
    assert not place.locator("details.player-steps").evaluate("e => e.open")
    # There is a question about this run, and who came by a link asked to see it.
    figure = place.locator("xpath=ancestor::figure")
    assert figure.locator("form.predict").count() == 1
    for part in (".player-says", ".player-state:not(.still)"):
        assert figure.locator(part).evaluate("e => getComputedStyle(e).filter") == "none", part
    assert figure.locator(".player-said").get_attribute("aria-hidden") is None
    assert visit.troubles == []


def test_each_moment_gives_its_address_which_stays_while_the_player_is_in_view(visit):
    page = visit.open("en/" + AWAIT)
    place = player(page, TASKS)
    forward = place.locator(".player-button.forward")
    for _ in range(2):
        forward.click()
    address = f"#{TASKS}-{step(place)}"
    page.wait_for_url(f"**{address}")
    page.mouse.wheel(0, 40)
    page.wait_for_timeout(700)
    assert page.url.endswith(address)
    place.locator(ZOOM).select_option("turn")
    page.wait_for_url(re.compile(f"#{TASKS}-\\w"))
    page.evaluate("scrollTo(0, 0)")
    page.mouse.wheel(0, 900)
    page.wait_for_url(lambda url: TASKS not in url)  # the theme names the heading again
    named = place.locator(f".player-steps a[href='#{TASKS}-b-first']")
    assert named.count() == 1, "the address of a named moment is its name"


@pytest.mark.thorough
def test_back_returns_to_the_sentence_one_came_from_and_the_same_link_works_twice(visit, size):
    page = visit.open("en/" + AWAIT)
    place = player(page, TASKS)
    link = page.locator(f"a.moment[href='#{TASKS}-b-first']:visible").first
    if link.count() == 0:
        place.locator("..").locator("form.predict summary").click()
        link = page.locator(f"a.moment[href='#{TASKS}-b-first']").first
    for _ in range(2):
        link.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 520)")
        page.wait_for_timeout(400)
        place_of_link = "e => Math.round(e.getBoundingClientRect().top)"
        left = link.evaluate(place_of_link)
        link.click()
        page.wait_for_function("() => document.activeElement.matches('.player-said')")
        assert in_view(place.locator(".player-says"))
        assert said(place).startswith("Turn 2 of the loop.")
        place.locator(".player-button.forward").click()
        page.wait_for_url(re.compile(f"#{TASKS}-\\d+$"))
        page.go_back()
        page.wait_for_function(
            "top => Math.abs(document.activeElement.getBoundingClientRect().top - top) < 2",
            arg=left,
        )
        assert link.evaluate("e => e === document.activeElement")
    assert visit.troubles == []


@pytest.mark.parametrize("height", [664, thorough(844)])
def test_who_comes_by_the_address_of_a_moment_can_read_all_of_its_sentence(visit, height):
    """On a phone the program stays in view: not above the sentence, when it has got its buttons."""
    visit.page.set_viewport_size({"width": 390, "height": height})
    page = visit.open("en/part-1/await/#done_task_keeps_control-no-pause")
    place = player(page, "done_task_keeps_control")
    place.locator(".python-button").first.wait_for()
    page.wait_for_timeout(500)
    covered = """e => {
      const { left, top, bottom } = e.getBoundingClientRect();
      return [top + 3, bottom - 3].filter(y => !e.contains(document.elementFromPoint(left + 3, y)));
    }"""
    assert said(place).startswith("T2 coro_a() already has its result")
    assert place.locator(".player-said").evaluate(covered) == []
    assert in_view(place.locator(".player-says"))


@pytest.mark.nightly
def test_items_of_the_list_lead_to_their_moments(visit):
    page = visit.open("en/" + AWAIT)
    place = player(page, "waiter_is_a_callback_on_the_task")
    place.locator(".player-steps summary").click()
    item = place.locator(".player-steps li").nth(11)
    item.locator("a").click()
    assert item.get_attribute("aria-current") == "step"
    assert step(place) == 12
    assert in_view(place.locator(".player-says"))
    assert page.url.endswith("#waiter_is_a_callback_on_the_task-12")


@pytest.mark.nightly
@pytest.mark.parametrize(
    "address", ["#%E0%A4%A", nightly("#%"), nightly("#nothing-here-9"), nightly(f"#{TASKS}-999")]
)
def test_an_address_of_nothing_does_no_harm(visit, address):
    page = visit.open("en/" + AWAIT + address)
    place = player(page, TASKS)
    place.locator(".player-button.forward").click()
    assert said(place)
    assert visit.troubles == []


# -- what moves, and what does not


def test_one_player_plays_at_a_time_and_none_out_of_sight(visit):
    page = visit.open("en/" + AWAIT)
    one, other = player(page, "waiter_is_a_callback_on_the_task"), player(page, TASKS)
    playing = "() => [...document.querySelectorAll('.player-button.pauses')].length"
    one.locator(".player-button.play").click()
    assert page.evaluate(playing) == 1
    other.locator(".player-button.play").evaluate("e => e.click()")
    assert page.evaluate(playing) == 1
    assert other.locator(".player-button.pauses").count() == 1
    other.locator(".player-button.play").click()
    one.locator(".player-button.play").click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function(f"() => ({playing})() === 0")
    one.locator(".player-button.play").click()
    page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    assert page.evaluate(playing) == 0


@pytest.mark.thorough
def test_the_run_with_which_home_opens_stops_when_a_player_plays_and_out_of_sight(visit):
    page = visit.open("en/")
    play, other = page.locator(".beside-play"), page.locator(".player-button.play").first
    texts = "e => [e.click(), e.textContent, document.querySelector('.beside-play').textContent]"
    assert play.evaluate(texts)[1] == "Pause"
    assert other.evaluate(texts)[2] == "Play"
    assert page.locator(".player-button.pauses").count() == 1
    play.evaluate("e => { e.click(); scrollTo(0, document.body.scrollHeight); }")
    assert page.locator(".player-button.pauses").count() == 0
    page.wait_for_function("() => document.querySelector('.beside-play').textContent === 'Play'")
    assert page.locator(".beside .later").count() > 0, "it stopped, and did not come to its end"


def test_what_a_step_brings_is_outlined(visit):
    place = alone(visit, AWAIT, TASKS)
    place.locator(".player-button.first").click()
    came = place.locator(".group.ready .chip.came")
    while came.count() == 0:
        place.locator(".player-button.forward").click()
    assert came.all_inner_texts() == ["T1 step"]
    before = place.locator(".chip.came, .chip.changed").all_inner_texts()
    place.locator(".player-button.forward").click()
    place.locator(".player-button.back").click()
    assert place.locator(".chip.came, .chip.changed").all_inner_texts() == before


MOVING = "host => host.getAnimations({ subtree: true }).map(a => a.effect.target.dataset.key)"
TO_RUNNING = """host => {
  const forward = host.querySelector(".player-button.forward");
  host.querySelector(".player-button.first").click();
  const ready = () => host.querySelector(".group.ready .chip")?.dataset.key;
  for (let n = 0; n < 30; n++) {
    const waited = ready();
    forward.click();
    const runs = host.querySelector(".group.running .chip")?.dataset.key;
    if (waited && runs === waited) return [waited, (MOVING)(host)];
  }
}""".replace("MOVING", MOVING)


@pytest.mark.nightly
@pytest.mark.parametrize(
    "moves",
    [
        pytest.param(True, marks=pytest.mark.reader(reduced_motion="no-preference")),
        pytest.param(False, marks=pytest.mark.reader(reduced_motion="reduce")),
    ],
)
def test_a_job_that_is_taken_from_the_queue_is_seen_to_move(visit, moves):
    place = alone(visit, AWAIT, TASKS)
    job, moving = place.evaluate(TO_RUNNING)
    assert (job in moving) == moves


def test_lanes_tell_what_they_are_and_dragging_goes_through_the_moments(visit):
    page = visit.open("en/" + AWAIT)
    place = player(page, "waiter_is_a_callback_on_the_task")
    drawing, told = place.locator(".lanes svg"), place.locator(".lane-told")
    place.evaluate("e => new Promise(made => { e.scrollIntoView(); setTimeout(made, 500); })")
    box = drawing.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 11)
    assert re.fullmatch(r"T1 plant_a_tree\(\): waiting, moments \d+ to \d+", told.inner_text())
    place.locator(".lane-names button").nth(1).focus()
    assert told.inner_text().startswith("T2 dig_the_hole(): ")
    assert place.locator(".lane-names .pointed").count() == 1
    page.mouse.move(box["x"] + 2, box["y"] + 11)
    page.mouse.down()
    assert step(place) == 1
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 11, steps=4)
    middle = step(place)
    assert middle == 12
    page.mouse.move(box["x"] + box["width"] + 300, box["y"] + 300, steps=4)
    assert step(place) == 22
    page.mouse.up()
    page.mouse.move(box["x"] + 2, box["y"] + 11)
    assert step(place) == 22


# -- lanes by time

TIMER = "a_timer_wakes_it_once"
SCALE = ".lane-foot select"
BARS = """svg => [...svg.querySelectorAll("rect")].map(bar =>
  [bar.getAttribute("class"), ...["x", "y", "width"].map(name => parseFloat(bar.getAttribute(name)))])"""


def bars(place: Locator) -> list[list]:
    return place.locator(".lanes svg").evaluate(BARS)


def cursor(place: Locator) -> float:
    return float(place.locator(".lanes .cursor").get_attribute("x1").rstrip("%"))


def test_lanes_stand_on_an_axis_of_moments_or_of_time_as_the_reader_likes(visit, size):
    place = alone(visit, AWAIT, "waiter_is_a_callback_on_the_task")
    by_moments, at = bars(place), cursor(place)
    assert place.locator(".lanes text").all_text_contents() == ["1", "2", "3", "4"], "turns"
    place.locator(SCALE).select_option("time")
    assert place.locator(".lanes text").all_text_contents()[-1].endswith("\u00a0ms")
    assert {bar[0] for bar in bars(place)} <= {bar[0] for bar in by_moments}
    assert bars(place) != by_moments
    assert place.locator(".lane-names li").count() == len({bar[2] for bar in bars(place)})
    place.locator(SCALE).select_option("moments")
    assert bars(place) == by_moments
    assert cursor(place) == at
    assert visit.troubles == []


@pytest.mark.nightly
def test_by_time_a_wait_is_as_long_as_it_was(visit):
    place = player(visit.open("en/part-2/homemade-sleep/"), TIMER)
    assert place.locator(SCALE).input_value() == "time", "the author chose it"
    end = place.evaluate("e => JSON.parse(e.querySelector('script').textContent).end / 1000")
    [wait] = [bar for bar in bars(place) if bar[0] == "waiting"]
    [*_, step] = [bar for bar in bars(place) if bar[0] == "running" and bar[1] < wait[1]]
    woken = wait[1] + wait[3]  # by the timer, which was made in the step before the wait
    assert (woken - step[1]) * end / 100 >= 199, "asleep for 200 ms at least"
    place.locator(".player-button.first").click()
    seen = []
    while place.locator(".player-button.forward").get_attribute("aria-disabled") == "false":
        seen.append(cursor(place))
        place.locator(".player-button.forward").click()
    assert seen == sorted(seen)
    assert seen[0] < wait[1] < wait[1] + wait[3] <= cursor(place) + 1
    place.locator(SCALE).select_option("moments")
    assert [bar[3] for bar in bars(place)] != [wait[3]]


@pytest.mark.nightly
def test_by_time_one_scrubs_to_the_moment_before_and_is_told_milliseconds(visit):
    page = visit.open("en/part-2/homemade-sleep/")
    place = player(page, TIMER)
    place.evaluate("e => new Promise(made => { e.scrollIntoView(); setTimeout(made, 500); })")
    place.locator(".lanes").scroll_into_view_if_needed()
    box = place.locator(".lanes svg").bounding_box()
    [wait] = [bar for bar in bars(place) if bar[0] == "waiting"]
    page.mouse.move(box["x"] + box["width"] * (wait[1] + wait[3] / 2) / 100, box["y"] + 11)
    told = place.locator(".lane-told").inner_text()
    assert re.fullmatch(r"T1 main\(\): waiting, [\d.]+ to [\d.]+\sms", told)
    page.mouse.down()
    page.mouse.up()
    assert "asks to be woken" in " ".join(place.locator(".group.selector").all_inner_texts())


@pytest.mark.nightly
@pytest.mark.reader(java_script_enabled=False)
def test_without_a_script_the_lanes_are_on_the_axis_that_the_author_chose(visit):
    page = visit.open("en/part-2/homemade-sleep/")
    figure = page.locator(f"figure[data-run$='/{TIMER}']")
    assert figure.locator(".lanes line.tick").count() > 2
    assert figure.locator(".lanes text").last.text_content().endswith("\u00a0ms")
    others = page.locator(f"figure:not([data-run$='/{TIMER}']) .lanes line.tick")
    assert others.count() == 0


# -- what holds up the loop, what belongs together, what has gone


@pytest.mark.thorough
def test_a_job_that_kept_others_waiting_is_told_with_who_waited(visit):
    place = alone(visit, "part-1/event-loop/", "greedy_job_starves_the_ticker")
    held = place.locator(f"{PANEL} .chip.held", has_text="greedy() took")
    place.locator(".player-button.first").click()
    while held.count() == 0:  # on a crowded machine others may take long too
        assert place.locator(".player-button.forward").get_attribute("aria-disabled") == "false"
        place.locator(".player-button.forward").click()
    told = r"greedy\(\) took [\d,.]+\sm?s · meanwhile tick\(4, .+\) had to wait"
    assert re.fullmatch(told, held.inner_text())


@pytest.mark.nightly
def test_tasks_of_a_group_are_seen_as_one(visit):
    place = alone(visit, "part-1/tasks/", "task_group_waits_for_its_tasks")
    place.locator(".player-button.first").click()
    while "belongs to G1" not in place.locator(f"{PANEL} .group.tasks").inner_text():
        assert place.locator(".player-button.forward").get_attribute("aria-disabled") == "false"
        place.locator(".player-button.forward").click()
    assert "G1 TaskGroup() · T2" in place.locator(f"{PANEL} .group.shared").inner_text()
    grouped = place.locator(".lane-names li.grouped")
    assert [each.text_content() for each in grouped.all()] == ["T2 hello(), belongs to G1"]


@pytest.mark.nightly
def test_what_has_left_a_queue_is_named(visit):
    place = alone(visit, AWAIT, TASKS)
    place.locator(".player-button.first").click()
    ready, went = (place.locator(f"{PANEL} .group.ready {part}") for part in (".chip", ".went"))
    while ready.count() == 0:
        assert went.text_content() == ""
        place.locator(".player-button.forward").click()
    first = ready.first.inner_text()
    while went.text_content() == "":
        place.locator(".player-button.forward").click()
    assert went.text_content() == first
    place.locator(".player-button.back").click()
    assert went.text_content() == ""


@pytest.mark.nightly
@pytest.mark.parametrize("width", [390, 1440])
def test_where_coroutines_stand_without_a_task_is_marked_in_one_line_only(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 844})
    place = alone(visit, "part-2/futures/", "future_climbs_to_the_driver")
    place.locator(".player-button.first").click()
    marks = place.locator(".player-mark")
    while marks.count() == 0:
        place.locator(".player-button.forward").click()
    line = place.locator("td.linenos .normal").first.bounding_box()["height"]
    assert all(each.bounding_box()["height"] <= line + 1 for each in marks.all())
    assert marks.first.locator(".label").count() == 0


@pytest.mark.nightly
def test_where_a_task_stands_is_marked_beside_the_code_and_the_loop_marks_nothing(visit):
    place = player(visit.open("en/" + AWAIT), TASKS)
    bar, marks = place.locator(".player-bar"), place.locator(".player-mark")
    assert said(place).endswith("control goes to the loop.")
    place.locator("input[type=radio]").first.check()
    assert bar.is_hidden()
    assert marks.all_inner_texts() == ["T1"]
    number = marks.locator("..").inner_text()
    assert number.split()[-1] == "15"


def test_it_says_where_it_opens_and_leads_to_the_start(visit, size):
    place = alone(visit, AWAIT, "waiter_is_a_callback_on_the_task")
    assert (
        place.locator(".player-opening").inner_text() == "opens at moment 7 of 22 · from the start"
    )
    place.locator(".player-opening button").click()
    assert step(place) == 1
    assert place.locator(".player-opening").is_hidden()


@pytest.mark.nightly
@pytest.mark.reader(forced_colors="active")
def test_forced_colours_keep_the_keys_apart(visit):
    place = alone(visit, AWAIT, TASKS)
    looks = place.locator(".lane-key:not(.turn)").evaluate_all(
        """all => all.map(key => {
          const look = getComputedStyle(key, "::before");
          return [look.backgroundColor, look.backgroundImage].join();
        })"""
    )
    assert len(looks) == len(set(looks)) == 3
    bars = place.locator(".lanes svg").evaluate(
        "svg => ['ready', 'running'].map(k => getComputedStyle(svg.querySelector('.' + k)).fill)"
    )
    assert bars[0] != bars[1]


# -- the question inside


@pytest.mark.nightly
@pytest.mark.parametrize("how", ["step", nightly("tap"), nightly("explain")])
def test_who_would_rather_look_may(visit, how):
    run = visit.open("en/" + AWAIT).locator(f"figure[data-run$={TASKS}]")
    if how == "step":
        run.locator(".player-button.forward").click()
    elif how == "tap":
        run.locator(".run-output pre").click()
    else:
        run.locator("summary").first.click()
    assert blurred(run) == []


@pytest.mark.nightly
def test_options_show_lines_as_lines(visit, size):
    page = visit.open("en/" + AWAIT)
    options = page.locator(f"form.predict[data-run$={TASKS}] .predict-option > code")
    options.first.scroll_into_view_if_needed()  # and a moment later it is laid out
    page.wait_for_function("text => text.innerText", arg=options.first.element_handle())
    assert [each.inner_text() for each in options.all()] == [
        "a\na\na\nb",
        "b\na\na\na",
        "a\nb\na\na",
    ]
    heights = options.evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight))"
    )
    assert all(round(height) == 4 for height in heights)


@pytest.mark.thorough
@pytest.mark.reader(java_script_enabled=False)
def test_without_a_script_a_question_hides_what_the_program_did(visit):
    run = visit.open("en/" + AWAIT).locator(f"figure[data-run$={TASKS}]")
    assert blurred(run) == WAITS[1:]
    run.locator("input").first.check()
    assert blurred(run) == []


# -- the page around


@pytest.mark.nightly
def test_forms_are_as_html_wants_them(site):
    for page in site.folder.rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'<input[^>]*type="radio"[^>]*autocomplete', text), page
        assert not re.search(r"<legend[^>]*>\s*<p", text), page


@pytest.mark.nightly
@pytest.mark.reader(locale="en-GB")
def test_the_hint_of_another_language_moves_nothing(visit, size):
    page = visit.open("part-1/tasks/")
    without, with_it, in_the_way = page.locator(".language-hint:visible").evaluate(
        """hint => {
          const others = [...document.querySelectorAll("header, main, h1, h2, p, figure")];
          const places = () => JSON.stringify(others.map(e => e.getBoundingClientRect()));
          const now = places();
          hint.hidden = true;
          const before = places();
          hint.hidden = false;
          hint.style.position = "static";
          return [before, now, places()];
        }"""
    )
    assert with_it == without
    assert in_the_way != without, "a line that moves something would be seen"


@pytest.mark.nightly
def test_a_page_says_its_colour_once(visit):
    page = visit.open("en/" + AWAIT)
    page.wait_for_function("() => document.querySelector('meta[name=theme-color][content]')")
    assert page.locator("meta[name=theme-color]").count() == 1


@pytest.mark.nightly
@pytest.mark.reader(locale="en-GB")
def test_the_hint_of_another_language_covers_nothing(visit, size):
    for path in ("", AWAIT, f"{AWAIT}#{TASKS}-9"):
        page = visit.open(path)
        hint = page.locator(".language-hint:visible")
        covered = hint.evaluate(
            """hint => {
              const { top, bottom } = hint.getBoundingClientRect();
              const seen = e => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden";
              return [...document.querySelectorAll("main :is(h1, p, button, input, select, a, figure)")]
                .filter(seen).map(e => [e, e.getBoundingClientRect()])
                .filter(([, box]) => box.width && box.top < bottom && box.bottom > top)
                .map(([e]) => e.closest("nav, .md-sidebar, .md-top") ? "" : e.outerHTML.slice(0, 80)).filter(Boolean);
            }"""
        )
        assert covered == [] or hint.bounding_box()["y"] < 0, path


@pytest.mark.nightly
@pytest.mark.parametrize("root", ["", nightly("en/")])
def test_drawings_in_letters_are_whole_on_a_phone(visit, root):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    drawings = 0
    for path in TEACHING:
        if "language-text" not in (visit.site.folder / root / path / "index.html").read_text(
            "utf-8"
        ):
            continue
        blocks = visit.open(root + path).locator(".language-text pre > code")
        drawings += blocks.count()
        cut = blocks.evaluate_all(
            "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
        )
        assert cut == [], path
    assert drawings >= 4


@pytest.mark.nightly  # by day some pages: test_crawl
@pytest.mark.parametrize("root", ["", "en/"])
def test_names_in_tables_are_whole_on_a_phone_and_no_button_lies_on_a_drawing(visit, root):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    for path in TEACHING:
        page = visit.open(root + path)
        names_are_whole(page, root + path)
        numbers_are_apart(page, root + path)
