"""What is far from what is seen costs nothing, and is there when somebody comes to it."""

from __future__ import annotations

import pytest

AWAIT = "part-1/await/"
LOCKED = """() => [...document.querySelectorAll(".md-content figure.run")]
  .filter((run) => run.getBoundingClientRect().top > 4 * innerHeight)
  .map((run) => run.querySelector("code").checkVisibility({ contentVisibilityAuto: true }))"""


def test_runs_that_are_far_away_are_not_laid_out(visit):
    page = visit.open("en/" + AWAIT)
    far = page.evaluate(LOCKED)
    assert len(far) > 5
    assert not any(far)


@pytest.mark.thorough
def test_the_room_of_what_is_not_laid_out_is_about_what_it_takes(visit):
    """Else the bar at the side, and what an address leads to, would jump."""
    page = visit.open("en/" + AWAIT)
    before = page.evaluate("() => document.documentElement.scrollHeight")
    after = page.evaluate(
        """() => {
          const runs = document.querySelectorAll("figure.run");
          for (const run of runs) run.style.contentVisibility = "visible";
          return document.documentElement.scrollHeight;
        }"""
    )
    assert 0.8 < before / after < 1.25


@pytest.mark.thorough
def test_an_address_behind_many_of_them_stays_where_it_led(visit):
    page = visit.open("en/" + AWAIT + "#your-code")
    heading = page.locator("#your-code")
    heading.wait_for()
    page.wait_for_function("scrollY > 0")
    assert 0 <= heading.bounding_box()["y"] < page.viewport_size["height"] / 2


@pytest.mark.thorough
def test_a_search_in_the_page_finds_what_is_not_laid_out(visit):
    page = visit.open("en/" + AWAIT)
    assert page.evaluate("() => window.find('def coro_c', true)")
