"""What the theme's script leaves undone, with our scripts held back: a test here that fails says
which cure may go (docs/assets/languages.js, docs/assets/theme-cures.js)."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.packages, pytest.mark.nightly]  # the locks hold them still by day

AWAIT = "part-1/await/"


@pytest.fixture
def alone(visit):
    """A visit without our cures of the theme."""
    for name in ("languages.js", "theme-cures.js"):
        visit.page.route(
            f"**/{name}", lambda route: route.fulfill(body="", content_type="text/javascript")
        )
    return visit


@pytest.mark.reader(reduced_motion="reduce")
def test_the_language_switch_still_loses_the_query(alone):
    page = alone.open(AWAIT + "?seen=1")
    page.locator(".md-select").hover()
    page.locator('a.md-select__link[hreflang="en"]').click()
    page.wait_for_url(f"**/project/en/{AWAIT}**")
    assert "seen=1" not in page.url


def test_copy_buttons_still_stand_in_unnamed_navigation(alone):
    page = alone.open("contribute/translate-a-page/")
    page.locator("pre > code").first.scroll_into_view_if_needed()
    navs = page.locator("nav.md-code__nav")
    navs.first.wait_for(state="attached")
    assert navs.first.get_attribute("role") is None
    assert navs.first.get_attribute("aria-label") is None


def test_wide_tables_still_scroll_in_a_box_that_no_key_reaches(alone):
    box = alone.open(AWAIT).locator(".md-typeset__scrollwrap").first
    box.wait_for()
    assert box.get_attribute("tabindex") is None


def test_wide_code_is_still_reached_by_no_key_before_it_was_seen(alone):
    alone.page.set_viewport_size({"width": 390, "height": 844})
    code = alone.open("workbench/").locator("pre > code", has_text="scripts/record")
    code.wait_for(state="attached")
    assert code.evaluate("code => code.scrollWidth > code.clientWidth")
    assert code.get_attribute("tabindex") is None


def test_what_is_found_is_still_counted_in_silence(alone):
    page = alone.open("")
    page.locator("input.md-search__input").click()
    page.keyboard.type("await")
    link = page.locator("a.md-search-result__link").first
    link.wait_for()
    assert link.get_attribute("aria-label") is None
    assert page.locator(".md-search-result__meta").get_attribute("role") is None
