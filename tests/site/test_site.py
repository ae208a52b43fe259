"""What a reader meets: every page in both languages, wide and on a phone."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from made import TEACHING, nightly, thorough

LANGUAGES = {"": "pt-BR", "en/": "en"}
PATHS = [
    *TEACHING,
    "inventory/",
    "lab/running-loop/",
    "workbench/",
    "reference/glossary/",
    "credits/",
    "contribute/fix-a-sentence/",
    "contribute/translate-a-page/",
    "contribute/change-a-program/",
    "contribute/how-it-works/",
    "contribute/status/",
]
AWAIT = "part-1/await/"
SHORT = "credits/"  # soon there: for what is the same on each page


def test_every_page_is_in_both_languages(site):
    assert site.pages == sorted((root + path).rstrip("/") for root in LANGUAGES for path in PATHS)


@pytest.mark.parametrize("root", [nightly(""), "en/"])
def test_navigation_names_every_page(visit, root):
    page = visit.open(root)
    names = page.locator(".md-nav--primary a.md-nav__link").all_inner_texts()
    assert "None" not in names
    assert len(names) >= len(PATHS)


def test_a_moment_of_another_page_has_its_address_there(site):
    def html(path):
        return (site.folder / "en/part-3" / path / "index.html").read_text(encoding="utf-8")

    moment = re.compile(r'<a class="moment" href="(\.\./\.\./part-[12]/[\w-]+/)#([\w-]+)"')
    there = moment.findall(html("many-at-once"))
    assert there
    for path, anchor in there:
        assert f'id="{anchor}"' in html(f"many-at-once/{path}")


@pytest.mark.parametrize("root", LANGUAGES)
def test_outputs_are_those_of_this_build(site, root):
    page = site.folder / root / "part-2/homemade-sleep/index.html"
    text = page.read_text(encoding="utf-8")
    times = re.findall(r'<time datetime="([^"]+)"', text)
    assert len(times) >= 5
    begun = float((site.folder.parent / "begun").read_text())
    built = page.stat().st_mtime
    for each in times:  # whole seconds
        assert begun - 1 <= datetime.datetime.fromisoformat(each).timestamp() <= built


def test_the_language_switch_keeps_page_and_anchor_both_ways(visit, size):
    heading = "awaiting-a-coroutine"
    page = visit.open(f"{AWAIT}#{heading}")
    for root in ("en/", ""):
        page.locator(".md-select").hover()
        address = f"{visit.site.url}{root}{AWAIT}#{heading}"
        # The theme may write another one there soon: that of what a reader has scrolled to.
        with page.expect_event("framenavigated", lambda frame, to=address: frame.url == to):
            page.locator(f'a.md-select__link[hreflang="{LANGUAGES[root]}"]').click()
        page.wait_for_function(
            "id => { const top = document.getElementById(id)?.getBoundingClientRect().top;"
            " return top >= 0 && top < innerHeight; }",
            arg=heading,
        )
    assert visit.troubles == []


@pytest.mark.reader(permissions=["clipboard-read", "clipboard-write"])
def test_a_program_is_copied_alone_and_that_is_said(visit, site):
    page = visit.open(AWAIT)
    run = page.locator("figure.run").first
    run.locator("td.code pre").focus()
    page.keyboard.press("Shift+Tab")
    button = run.get_by_role("button", name="Copiar", exact=True)
    assert button.evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_text("Copiado", exact=True).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    file = site.folder / "programs/pt" / f"{run.get_attribute('data-run')}.py"
    assert copied.rstrip() == file.read_text(encoding="utf-8").rstrip()
    assert run.locator(".run-output .md-clipboard, .run-output .md-code__button").count() == 0


IN_ITS_BAR = """() => [...document.querySelectorAll(".run-program")].filter(program => {
  const button = program.querySelector(".md-code__button").getBoundingClientRect();
  const bar = program.querySelector(".run-bar").getBoundingClientRect();
  return button.top < bar.top || button.bottom > bar.bottom || button.right > bar.right;
}).map(program => program.innerText.slice(0, 40))"""


@pytest.mark.thorough
def test_the_button_that_copies_a_program_stands_in_its_bar_however_far_the_code_is_scrolled(visit):
    page = visit.open(f"en/{AWAIT}")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        players = page.locator("run-player .run-program .highlight")
        for code in players.all():
            code.scroll_into_view_if_needed()
            code.evaluate("e => e.scrollTo(0, 60)")
        assert page.evaluate(IN_ITS_BAR) == []


def test_what_the_theme_makes_to_copy_is_no_navigation(visit):
    page = visit.open("contribute/translate-a-page/")
    page.locator("pre > code").first.scroll_into_view_if_needed()
    page.locator("nav.md-code__nav[role=none]").first.wait_for(state="attached")


@pytest.mark.thorough
def test_a_title_is_told_to_who_comes_by_keyboard_or_points(visit):
    page = visit.open(AWAIT)
    term = page.locator("a.term[title]").first.element_handle()
    meaning, shown = term.get_attribute("title"), page.get_by_role("tooltip")
    term.focus()
    assert shown.inner_text() == meaning
    assert term.get_attribute("title") is None
    assert term.get_attribute("aria-describedby") == shown.get_attribute("id")
    page.keyboard.press("Escape")
    shown.wait_for(state="detached")
    assert term.get_attribute("title") == meaning
    term.hover()
    assert shown.inner_text() == meaning
    page.locator("h1").hover()
    term.evaluate("e => e.blur()")
    shown.wait_for(state="detached")


@pytest.mark.thorough
@pytest.mark.reader(has_touch=True, is_mobile=True)
def test_a_finger_finds_the_links_of_a_program_and_the_names_of_its_lanes(visit):
    page = visit.open(AWAIT)
    small = page.locator(".run-bar > a, .lane-names button").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
    )
    assert small == []


def test_the_file_of_a_program_is_one_click_away(visit, site):
    page = visit.open(AWAIT)
    address = page.locator("a.run-file").first.evaluate("a => a.href")
    answer = page.request.get(address)
    assert answer.ok
    assert "import asyncio" in answer.text()


def test_a_prediction_waits_for_a_choice_and_says_whether_it_was_right(visit, size):
    page = visit.open("")
    form = page.locator("form.predict").first
    output = page.locator("figure.run:has(form.predict) .run-output pre").first
    assert "blur" in output.evaluate("e => getComputedStyle(e).filter")
    wrong, right = form.locator("[data-wrong]").first, form.locator("[data-right]")
    assert right.count() == 1
    wrong.click()
    mark = "e => getComputedStyle(e.querySelector('.predict-mark')).visibility"
    assert [each.evaluate(mark) for each in (wrong, right)] == ["visible", "hidden"]
    right.click()
    assert [each.evaluate(mark) for each in (wrong, right)] == ["hidden", "visible"]
    page.mouse.move(0, 0)
    assert output.evaluate("e => getComputedStyle(e).filter") == "none"


@pytest.mark.thorough
@pytest.mark.reader(java_script_enabled=False)
def test_a_prediction_needs_no_script_and_no_mouse(visit):
    page = visit.open("")
    form = page.locator("form.predict").first
    form.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    assert form.locator("input").nth(1).is_checked()
    form.locator("summary").focus()
    page.keyboard.press("Enter")
    assert form.locator(".predict-answer").is_visible()
    assert page.locator("figure.run .run-output").first.inner_text()


@pytest.mark.parametrize(
    ("root", "title", "verdicts"),
    [
        ("", "Link para esta seção", {"✓ certo", "✗ errado"}),
        thorough("en/", "Link to this section", {"✓ right", "✗ wrong"}),
    ],
)
def test_who_listens_hears_whether_a_guess_was_right_in_the_language_of_the_page(
    visit, root, title, verdicts
):
    page = visit.open(root)
    titles = page.locator("a.headerlink").evaluate_all("all => all.map(a => a.title)")
    assert set(titles) == {title}
    heard = set()
    for option in page.locator("form.predict").first.locator("input").all():
        option.check()
        heard.add(page.locator("p.heard[role=status]:not(:empty)").text_content())
    assert heard == verdicts


@pytest.mark.parametrize("how", [thorough("choose"), nightly("explain"), "step", nightly("reach")])
def test_who_listens_hears_no_output_before_the_question_is_answered(visit, how):
    page = visit.open("")
    run = page.locator("figure.run:has(form.predict)").first
    output = run.locator(".run-output")
    printed = output.locator(".line").first.text_content()
    assert printed not in output.aria_snapshot()
    assert "- status:" not in run.aria_snapshot()
    if how == "choose":
        page.locator("form.predict").first.locator("input").first.check()
    elif how == "explain":
        page.locator("form.predict").first.locator("summary").click()
    elif how == "step":
        run.locator(".player-button.forward").click()
    else:
        run.locator(".run-output pre").focus()
    run.locator("[aria-hidden=true]:is(code, .player-said)").first.wait_for(state="detached")
    assert printed in output.aria_snapshot()
    assert "- status:" in run.aria_snapshot()


# What people type, and the page that has to be among what is found first.
QUERIES = {
    "": {
        "laco": "part-1/event-loop/",
        "laço": "part-1/event-loop/",
        "corrotina": "part-2/inside-coroutines/",
        "create_task": "part-1/tasks/",
        "was never awaited": "part-1/coroutines/",
        "bad yield": "part-2/inside-coroutines/",
    },
    "en/": {
        "create_task": "en/part-1/tasks/",
        "was never awaited": "en/part-1/coroutines/",
        "bad yield": "en/part-2/inside-coroutines/",
        "event loop": "en/part-1/event-loop/",
    },
}


@pytest.mark.parametrize("root", ["", nightly("en/")])
def test_search_finds_identifiers_output_and_words_without_accents(visit, size, root):
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open(root + SHORT)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search_index" in url] == [], "nobody searches yet"
    if size == "phone":
        page.locator("label.md-header__button[for=__search]").click()
    box = page.locator("input.md-search__input")
    results = page.locator(".md-search-result__item > a.md-search-result__link")
    for words, expected in QUERIES[root].items():
        box.click()
        box.fill("")
        page.wait_for_function("() => !document.querySelector('.md-search-result__item')")
        page.keyboard.type(words)
        page.wait_for_function(  # each letter is a search of its own
            """expected => [...document.querySelectorAll(
                '.md-search-result__item > a.md-search-result__link'
            )].slice(0, 3).some(a => a.href.startsWith(expected))""",
            arg=visit.site.url + expected,
        )
        addresses = results.evaluate_all("all => all.map(a => a.href.split('?')[0])")
        assert all(a.startswith(visit.site.url + root) for a in addresses)
        assert any("/en/" in a for a in addresses) == (root == "en/")
        assert page.locator(".md-search-result .md-tag").first.is_hidden()
        for link in results.all()[:3]:
            assert link.get_attribute("aria-label"), "a name for who listens"
    assert visit.troubles == []
    results.first.click()
    page.wait_for_url(f"**/project/{root}**")
    assert page.evaluate("document.documentElement.lang") == LANGUAGES[root]
    page = visit.open(f"{root}part-1/await/?h=await")  # as a result leads there
    page.locator(".md-content mark", has_text="await").first.wait_for(state="attached")


REFUSED = """for (const kind of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, kind, {
    get() { throw new DOMException("denied", "SecurityError"); },
    configurable: true, // as browsers have it
  });
}"""


@pytest.mark.thorough
@pytest.mark.reader
@pytest.mark.parametrize("path", ["en/", "en/gone/"])
def test_where_nothing_may_be_kept_all_is_there(visit, path):
    visit.page.add_init_script(REFUSED)
    page = visit.open(path)
    page.locator("input.md-search__input").click()
    page.keyboard.type("was never awaited")
    page.locator(".md-search-result__item > a.md-search-result__link").first.wait_for()
    assert [trouble for trouble in visit.troubles if "404" not in trouble] == []


@pytest.mark.nightly
def test_a_missing_page_speaks_both_languages(visit):
    page = visit.open("gone/gone/")
    assert page.locator("section[lang=pt-BR] h1").count() == 1
    assert page.locator("section[lang=en] h2").count() == 1
    page.locator("section[lang=en] p a").click()
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize(("path", "root"), [thorough("gone/gone/", ""), ("en/gone/", "en/")])
def test_a_missing_page_searches_in_the_language_of_its_address(visit, path, root):
    page = visit.open(path)
    page.locator("input.md-search__input").click()
    page.keyboard.type("was never awaited")
    results = page.locator(".md-search-result__item > a.md-search-result__link")
    results.first.wait_for()
    addresses = results.evaluate_all("all => all.map(a => a.href)")
    assert all(a.startswith(visit.site.url + root) for a in addresses)
    assert any("/en/" in a for a in addresses) == (root == "en/")


@pytest.mark.nightly
@pytest.mark.reader(locale="en-GB")
def test_who_prefers_the_other_language_is_told_once_and_taken_nowhere(visit):
    page = visit.open(f"{SHORT}?seen=1#credits")
    hint = page.locator(".language-hint")
    assert hint.count() == 1
    assert hint.is_visible()
    assert hint.get_attribute("lang") == "en"
    hint.locator("button").click()
    assert hint.is_hidden()
    page.reload()
    assert page.locator(".language-hint").is_hidden()
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator(".language-hint a").click()
    # With which anchor is up to the theme, which follows where one has scrolled to meanwhile.
    page.wait_for_url(lambda url: f"/project/en/{SHORT}?seen=1" in url)
    assert page.locator(".language-hint").is_hidden(), "it is the language one prefers"
    page.goto(visit.site.url + "contribute/fix-a-sentence/")
    assert page.locator(".language-hint").is_hidden(), "it was answered"


@pytest.mark.nightly
@pytest.mark.reader(locale="pt-PT")
@pytest.mark.parametrize(("root", "shown"), [("", False), ("en/", True)])
def test_no_one_is_told_of_the_language_one_reads(visit, root, shown):
    assert visit.open(root + SHORT).locator(".language-hint").is_visible() == shown


@pytest.mark.nightly
@pytest.mark.reader(locale="ja-JP")
def test_no_one_is_told_of_a_language_one_has_not_asked_for(visit):
    assert visit.open(SHORT).locator(".language-hint").is_hidden()


@pytest.mark.parametrize("root", ["", nightly("en/")])
def test_the_notebook_can_be_downloaded_as_it_ran(visit, site, root):
    page = visit.open(root + "lab/running-loop/")
    link = page.locator('a[href$=".ipynb"]').first
    answer = page.request.get(link.evaluate("a => a.href"))
    cells = json.loads(answer.text())["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in code)
    said = json.dumps([cell["outputs"] for cell in code])
    assert "cannot be called from a running event loop" in said


def test_a_page_of_a_notebook_weighs_no_more_than_twice_an_ordinary_page(site):
    def weight(path: str) -> int:
        return len((site.folder / path / "index.html").read_bytes())

    ordinary = sorted(weight(path) for path in PATHS if path.startswith("part"))
    assert weight("lab/running-loop/") < 2 * ordinary[len(ordinary) // 2]


def test_each_page_names_its_twin_and_itself_in_full(visit, site):
    page = visit.open("en/" + AWAIT)
    links = page.locator("link[hreflang]").evaluate_all("all => all.map(l => [l.hreflang, l.href])")
    assert dict(links) == {
        "pt-BR": site.url + AWAIT,
        "en": f"{site.url}en/{AWAIT}",
        "x-default": site.url + AWAIT,
    }
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical == f"{site.url}en/{AWAIT}"


@pytest.mark.reader(color_scheme="dark")
def test_the_dark_palette_follows_the_system(visit, size):
    page = visit.open(SHORT)
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    shade = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert max(shade[:3]) < 80


def test_the_page_of_no_address_speaks_the_default_language_whichever_was_built_last(site):
    text = (site.folder / "404.html").read_text(encoding="utf-8")
    frame = text.split('data-md-component="header"')[1].split("</header>")[0]
    assert "Mudar para o tema escuro" in frame
    assert not re.search(r"Switch to|Search|Header", frame)
