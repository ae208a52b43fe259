"""Every page in both languages and the page for what is missing, used as a reader would use it: the
browser's console stays empty, nothing fails, no other host is asked, the policy is never broken.
What else is asked of every page (`each_page`) is asked while it is open.

What a planted fault of each kind does to the crawl is tried too: a crawl that hears nothing would
pass for ever.
"""

from __future__ import annotations

import itertools

import pytest
from each_page import (
    WITH_AXE,
    asked_programs_show_nothing_before_the_answer,
    axe_finds_nothing,
    code_is_whole,
    foot_names_the_file_the_day_and_the_python,
    names_are_whole,
    numbers_are_apart,
    opens_with_what_it_is_about,
    parts_of,
)
from made import nightly, thorough, waited
from playwright.sync_api import Page

OTHER = {"pt-BR": "en", "en": "pt-BR"}
NAMES = {"pt-BR": "Asyncio por dentro", "en": "Inside asyncio"}
SIZES = {"phone": (390, 844), "wide": (1280, 900)}
HEARD = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""
# All that a page has to be used, in one go: what is slow in a crawl is asking for each click. Of
# what a page has often, a few are used to the end, and the others begun.
USE = """async () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const used = { players: 0, answers: 0, copied: 0, tooltips: 0 };
  const tell = (element, type) => element.dispatchEvent(new Event(type, { bubbles: true }));
  for (const [number, player] of all("run-player").entries()) {
    const press = (kind) => player.querySelector(`.player-button.${kind}`).click();
    press("play"); press("play"); press("forward"); press("back");
    used.players += 1;
    if (number) continue;
    player.querySelector("details.player-steps").open = true;
    const select = player.querySelector("select");
    for (const { value } of select.options) {
      select.value = value; tell(select, "change"); press("forward");
    }
    const range = player.querySelector("input[type=range]");
    for (const end of [range.min, range.max]) { range.value = end; tell(range, "input"); }
    const lanes = player.querySelector(".lanes svg");
    lanes?.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: 5, clientY: 5 }));
  }
  for (const option of all("form.predict input")) { option.click(); used.answers += 1; }
  for (const why of all("form.predict details")) why.open = true;
  for (const button of all(".md-code__button, .md-clipboard").slice(0, 3)) {
    button.click(); used.copied += 1;
  }
  for (const kind of ["a[title]", "button[title]", "abbr", "a.term"]) {
    for (const titled of all(kind).slice(0, 2)) {
      for (const type of ["pointerenter", "mouseenter", "pointerover", "mouseover"]) {
        titled.dispatchEvent(new MouseEvent(type, { bubbles: type.endsWith("over") }));
      }
      used.tooltips += 1;
    }
  }
  document.querySelector("label[for^=__palette]:not([hidden])").click();
  return used;
}"""


def begun(page: Page) -> None:
    """Wait for the scripts of a page."""
    page.locator("html.js-focus-visible").wait_for()
    for place in page.locator("run-player").all()[-1:]:  # the players begin in order
        place.locator(".player-said").wait_for(state="attached")


def use(page: Page) -> dict[str, int]:
    """Do on an open page all that it offers, search last; how often each was there."""
    begun(page)
    done: dict[str, int] = page.evaluate(USE)
    page.locator("input.md-search__input").focus()
    page.keyboard.insert_text("awai")
    page.keyboard.type("t")  # the theme searches when a key comes up
    page.locator("a.md-search-result__link").first.wait_for(state="attached")
    page.keyboard.press("Escape")
    return done


@pytest.fixture
def crawl(visit):
    """A visit that hears every word of the console, and of the policy."""
    visit.page.add_init_script(HEARD)
    visit.page.on(
        "console", lambda m: m.type != "error" and visit.troubles.append(f"said: {m.text}")
    )
    return visit


FITS = "() => [document.documentElement.scrollWidth, innerWidth, document.title]"


def set_size(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def look(page: Page, *sizes: str) -> None:
    """What every page has once, and that no size makes it scroll sideways."""
    for size in sizes:
        set_size(page, size)
        needed, given, title = page.evaluate(FITS)
        assert needed <= given, f"{page.url} scrolls sideways: {size}"
    name = NAMES[page.evaluate("document.documentElement.lang")]
    assert title.endswith(name)
    assert title.count(name) == 1
    for once in ("h1", 'meta[name="description"]'):
        assert page.locator(once).count() == 1, (page.url, once)


reader = pytest.mark.reader(
    permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce"
)


def in_one_language(pages: list[str]) -> list[str]:
    """Each page of the site, in one language or the other."""
    pairs = [(path, f"en/{path}".rstrip("/")) for path in pages if parts_of(path)[0] == ""]
    return [pair[n % 2] for n, pair in enumerate(pairs)]


@pytest.mark.parametrize("every", [False, nightly(True)])
@reader
def test_every_page_opens_with_an_empty_console_and_is_as_every_page_is(crawl, every):
    """In one size and palette, so that each of both comes up in each language; by day each page in
    one language, and some by axe."""
    ways = itertools.cycle([("phone", "dark"), ("wide", "light"), ("wide", "dark")])
    pages = crawl.site.pages if every else in_one_language(crawl.site.pages)
    asked_axe = WITH_AXE if every else WITH_AXE[::8]  # the dearest of all that is asked
    axe = {path for path in pages if f"{parts_of(path)[1]}/".lstrip("/") in asked_axe}
    assert len(axe) == len(asked_axe) * (2 if every else 1)
    for path, (size, palette) in zip(pages, ways, strict=False):
        address = f"{path}/" if path else ""
        crawl.page.goto("about:blank")  # so that a page is laid out once
        set_size(crawl.page, size)
        crawl.page.emulate_media(color_scheme=palette)
        page = crawl.open(address)
        begun(page)
        look(page, size)
        narrow = [names_are_whole, numbers_are_apart]
        asked = narrow if size == "phone" else [code_is_whole]
        asked += [foot_names_the_file_the_day_and_the_python, opens_with_what_it_is_about]
        for ask in [*asked, asked_programs_show_nothing_before_the_answer]:
            ask(page, address)
        if path in axe:
            axe_finds_nothing(page, address, lists=1)
        assert crawl.troubles == [], address
        page.evaluate("localStorage.clear()")  # what was answered is so in the other language too
    assert len(pages) > 15


FEW = ["part-1/await/"]


@pytest.mark.parametrize("few", [thorough(True), nightly(False)])
@reader
def test_a_page_can_be_used_with_an_empty_console(crawl, few):
    """One page for each push, every page at night."""
    used: dict[str, int] = {}
    every = [f"{p}/" if p else "" for p in crawl.site.pages if p.partition("/")[0] != "en"]
    for path in FEW if few else every:
        page = crawl.open(path)
        for _ in OTHER:
            look(page, "phone", "wide")
            for what, times in use(page).items():
                used[what] = used.get(what, 0) + times
            switch_language(page)
        assert crawl.troubles == [], path
    use(crawl.open("gone/gone/"))
    assert len(crawl.troubles) == 2, crawl.troubles  # the answer 404, and the console's word of it
    assert all("404" in trouble for trouble in crawl.troubles)
    assert min(used.values()) > (2 if few else 20), used


def switch_language(page: Page) -> None:
    other = OTHER[page.evaluate("document.documentElement.lang")]
    page.locator(f'a.md-select__link[hreflang="{other}"]').evaluate("a => a.click()")
    page.wait_for_function("lang => document.documentElement.lang == lang", arg=other)
    page.wait_for_load_state("load")


PLANTED = {
    "<script>document.title = 'x'</script>": "policy: script-src-elem inline",
    "<p style='color: red'>x</p>": "policy: style-src-attr inline",
    "<p onclick='1'>x</p>": "policy: script-src-attr inline",
    "<img src='http://127.0.0.1:9/x.png'>": "policy: img-src http://127.0.0.1:9/x.png",
    "<img src='gone.png'>": "404: ",
    "<iframe src='/project/'></iframe>": "policy: frame-src",
    "<script src='/late.js'></script>": "console: late",
    "<script src='/late.js?warn'></script>": "said: soon",
}


@pytest.mark.reader  # of its own: what hears stays in a page
def test_a_crawl_hears_of_each_kind_of_fault(crawl):
    def plant(route):
        answer = route.fetch()
        planted = "".join(PLANTED) + "</body>"
        route.fulfill(response=answer, body=answer.text().replace("</body>", planted))

    crawl.page.route("**/project/credits/", plant)
    crawl.page.route("**/late.js", lambda r: r.fulfill(body="console.error('late')"))
    crawl.page.route("**/late.js?warn", lambda r: r.fulfill(body="console.warn('soon')"))
    use(crawl.open("credits/"))
    crawl.page.evaluate("document.querySelector('[onclick]').click()")  # read when it is needed
    for planted, heard in PLANTED.items():
        assert waited(lambda heard=heard: crawl.hears(heard)), (planted, crawl.troubles)
