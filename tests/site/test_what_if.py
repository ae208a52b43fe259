"""The changes of a program, offered below its player: chosen, shown, addressed, without scripts."""

from __future__ import annotations

import re

import pytest
from in_editor import at_rest, write, written
from made import thorough

AWAIT = "part-1/await/"
PROGRAM = "coroutine_keeps_control"
CHANGE = f"{PROGRAM}_create_task"
# When the player above has made room for what it will say, and the page has come to rest.
SETTLED = """async row => {
  const says = row.previousElementSibling.querySelector(".player-says");
  const later = () => new Promise(done => setTimeout(done, 100));
  for (let before = "", now = "?"; before !== now || !says.style.minHeight; await later()) {
    row.scrollIntoView({ block: "center" });
    [before, now] = [now, JSON.stringify(row.getBoundingClientRect())];
  }
}"""
ASKED = """() => performance.getEntriesByType("resource").map(e => e.name)
  .filter(name => name.includes("/players/"))"""
PLACES = "all => all.map(e => JSON.stringify(e.getBoundingClientRect()))"


@pytest.mark.parametrize("root", ["", thorough("en/")])
def test_a_change_is_shown_at_a_click_with_its_own_run_and_nothing_that_one_clicks_moves(
    visit, size, root
):
    page = visit.open(root + AWAIT)
    row = page.locator(f".what-if:has(#{CHANGE})")
    buttons = row.locator("button")
    as_is, *others = buttons.all()
    row.evaluate(SETTLED)
    before = buttons.evaluate_all(PLACES)
    shown = page.locator(".what-if + .what-if-shown > .what-if-one")
    for button in others:
        button.click()
        shown.filter(has_text=button.inner_text()).locator(".player-said").wait_for()
        assert buttons.evaluate_all(PLACES) == before
        assert button.get_attribute("aria-pressed") == "true"
    assert len(page.evaluate(ASKED)) == len(others)
    alone = (visit.site.folder / f"{root}players/part-1/await/{CHANGE}/index.html").read_text()
    assert shown.locator(".run-output .line").all_inner_texts() == ["b", "a", "a", "a"]
    assert shown.locator("del").inner_text().endswith("        await coro_a()")
    assert shown.locator("ins").inner_text().endswith("        asyncio.create_task(coro_a())")
    assert shown.locator(".hll").inner_text().strip() == "asyncio.create_task(coro_a())"
    file = shown.locator("a.run-file").get_attribute("href")
    assert page.request.get(file).text().count("asyncio.create_task(coro_a())") == 1
    why = shown.locator(".changed-why").inner_html()
    assert why in alone
    heard = page.locator("body > .heard[role=status]").all_inner_texts()
    assert shown.locator(".changed-why").inner_text() in "".join(heard)
    shown.locator(".player-button.forward").click()
    page.wait_for_url(re.compile(f"#{CHANGE}-"))
    as_is.focus()  # which brings it into view
    before = buttons.evaluate_all(PLACES)
    page.keyboard.press("Enter")
    shown.wait_for(state="detached")
    assert buttons.evaluate_all(PLACES) == before
    assert CHANGE not in page.url
    assert visit.troubles == []


@pytest.mark.nightly
def test_a_moment_of_a_change_opened_afresh_shows_it_with_the_focus_on_its_sentence(visit, size):
    page = visit.open(f"en/{AWAIT}#{CHANGE}-b-first")
    page.wait_for_function("() => document.activeElement.matches('.what-if-one .player-said')")
    assert page.locator(".what-if-one .player-said").inner_text().startswith("Turn 2 of the loop.")
    # From the page on which it stands alone one comes back to it.
    page.goto(page.locator(".what-if-one .run-alone").get_attribute("href"))
    page.locator(".alone-bar a").click()
    page.locator(".what-if-one .player-said").wait_for()
    assert page.url.endswith(f"#{CHANGE}")
    # Closed, and asked for by its address again.
    page.locator(".what-if button[aria-pressed=true] >> nth=-1").wait_for()
    page.locator(f".what-if:has(#{CHANGE}) button").first.click()
    page.locator(".what-if-one").wait_for(state="detached")
    page.evaluate(f"() => {{ location.hash = '#{CHANGE}-3'; }}")
    page.wait_for_function("() => document.activeElement.matches('.what-if-one .player-said')")
    assert visit.troubles == []


@pytest.mark.thorough
def test_a_change_that_does_not_come_takes_nobody_away_who_is_gone_to_another(visit):
    page = visit.open(f"en/{AWAIT}")
    held, left = [], []
    page.route("**/players/**", lambda route: held.append(route))
    page.on("request", lambda asked: asked.is_navigation_request() and left.append(asked.url))
    page.locator(f"#{CHANGE} button").evaluate("button => button.click()")
    page.locator(f".what-if:has(#{CHANGE}) button").first.evaluate("button => button.click()")
    assert held
    held[0].abort()
    assert visit.page.evaluate("fetch('.').then(answer => answer.ok)")
    assert left == []
    assert page.url.endswith(AWAIT)


@pytest.mark.thorough
def test_a_change_stays_in_the_address_until_another_is_chosen(visit):
    page = visit.open(f"en/{AWAIT}#{CHANGE}")
    page.locator(".what-if-one .player-said").wait_for()
    scrolled = "history.replaceState({}, '', '#awaiting-a-coroutine')"  # as the theme does
    page.evaluate(scrolled)
    assert page.url.endswith(f"#{CHANGE}")
    page.locator(f".what-if:has(#{CHANGE}) button").first.evaluate("button => button.click()")
    page.locator(".what-if-one").wait_for(state="detached")
    assert CHANGE not in page.url
    page.evaluate(scrolled)
    assert page.url.endswith("#awaiting-a-coroutine")
    assert visit.troubles == []


@pytest.mark.thorough
@pytest.mark.reader(permissions=["clipboard-write"])
def test_a_changed_program_is_copied_run_changed_and_linked_as_any_other(visit):
    page = visit.open(f"en/{AWAIT}")
    place = page.locator(f".what-if-one figure.run[data-run='{AWAIT}{CHANGE}']")
    page.locator(f".what-if:has(#{CHANGE})").evaluate(SETTLED)
    page.locator(f"#{CHANGE} button").click()
    place.locator(".player-said").wait_for()
    copy = place.locator(".md-code__button")
    copy.click()
    page.get_by_text("Copied to clipboard").wait_for()
    copied = page.locator(copy.get_attribute("data-clipboard-target"))
    assert "asyncio.create_task(coro_a())" in copied.text_content()
    at_rest(place.locator(".does-run")).click()
    place.locator(".own-told run-player").wait_for()
    assert (
        "It printed the same as when the site was built"
        in place.locator(".own-status").inner_text()
    )
    write(place, "print('changed again')")
    place.locator(".does-link").click()
    page.wait_for_url("**#program=*")
    other = page.context.new_page()
    other.goto(page.url, wait_until="load")
    there = other.locator(f".what-if-one figure.run[data-run='{AWAIT}{CHANGE}']")
    there.locator(".own-note", has_text="came with the link").wait_for()
    assert written(there) == "print('changed again')"
    assert visit.troubles == []


@pytest.mark.nightly
@pytest.mark.reader(java_script_enabled=False)
def test_without_a_script_each_change_is_a_link_to_a_page_of_its_own(visit):
    page = visit.open(f"en/{AWAIT}")
    page.locator(f"#{CHANGE} a").click()
    assert page.locator(".what-if-one .run-output .line").all_inner_texts() == ["b", "a", "a", "a"]
    assert page.locator(".changed-why").is_visible()
    page.locator(".alone-bar a").click()
    page.locator(f"#{CHANGE}").wait_for()
    assert page.url.endswith(f"{AWAIT}#{CHANGE}")


def test_who_chooses_no_change_loads_little_for_it(site):
    page = (site.folder / "en/part-1/await/index.html").read_text()
    rows = re.findall(r'<div class="what-if".*?</div>', page, re.S)
    offered = sum(row.count("<li id=") for row in rows)
    assert offered >= 4
    assert sum(map(len, rows)) < 300 * (offered + len(rows))
    assert "changed-why" not in page
    other = (site.folder / "en/reference/glossary/index.html").read_text()
    assert "assets/what-if.js" in page
    assert "what-if" not in other


def test_each_change_can_be_chosen_in_both_languages(site):
    pages = {f: f.read_text() for f in site.folder.rglob("index.html") if "players" not in f.parts}
    links = {
        (file, found)
        for file, text in pages.items()
        for found in re.findall(r'<li id="[^"]+"><a href="([^"]+)"', text)
        if "players/" in found
    }
    changed = {(file.parent / link / "index.html").resolve() for file, link in links}
    both = [file for file in changed if 'class="what-if-one"' in file.read_text()]
    there = [
        f for f in site.folder.rglob("players/**/index.html") if "what-if.css" in f.read_text()
    ]
    assert sorted(both) == sorted(f.resolve() for f in there)
    assert len([f for f in both if "en" in f.relative_to(site.folder.resolve()).parts]) * 2 == len(
        both
    )
    assert len(both) > 30
