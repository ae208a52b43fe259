"""Each page of the parts ends with its answer and three questions, whose right options a reader
cannot tell by where they stand, nor by what the program has no words for."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest
from made import ROOT

END = ["answer", "test-yourself", "exercise"]
QUESTIONS = 3


def right_places(html: str) -> list[int]:
    """Where the right option of each question of the last section stands, from 0."""
    last = html.split('id="test-yourself"', 1)[1]
    forms = re.findall(r"<form[^>]*\bpredict\b.*?</form>", last, re.S)
    kinds = [re.findall(r"predict-option\" data-(right|wrong)", form) for form in forms]
    return [each.index("right") for each in kinds]


@pytest.fixture
def ends(site) -> dict[str, str]:
    """The pages of the parts, in both languages."""
    parts = [each for each in site.pages if re.match(r"(en/)?part-\d/.", each)]
    return {each: (site.folder / each / "index.html").read_text("utf-8") for each in parts}


def test_each_page_of_a_part_ends_with_its_answer_three_questions_and_an_exercise(ends):
    heads = {page: re.findall(r'<h2 id="([\w-]+)"', html) for page, html in ends.items()}
    assert {page: ids[-3:] for page, ids in heads.items()} == dict.fromkeys(ends, END)
    asked = {page: len(right_places(html)) for page, html in ends.items()}
    assert asked == dict.fromkeys(ends, QUESTIONS)


def test_where_an_option_stands_does_not_say_that_it_is_right(ends):
    places = {page: right_places(html) for page, html in ends.items()}
    assert [page for page, where in places.items() if len(set(where)) < 2] == []
    counted = Counter(place for where in places.values() for place in where)
    assert [place for place in range(3) if counted[place] < counted.total() / 4] == []


def foreign_words(language: str, form: str) -> list[str]:
    """The words of wrong options that stand neither in the program nor in the right option."""
    (program,) = re.findall(r'data-run="([^"]+)"', form)
    source = (ROOT / f"snippets/{language}/{program}.py").read_text("utf-8")
    options = re.findall(r'predict-option" data-(right|wrong)>.*?<code>(.*?)</code>', form, re.S)
    known = source + "".join(text for kind, text in options if kind == "right")
    said = [unescape(text) for kind, text in options if kind == "wrong"]
    return [word for word in re.findall(r"\b[^\W\d_A-Z]{3,}", " ".join(said)) if word not in known]


def test_each_option_is_in_the_words_of_its_program(site):
    found, asked = Counter(), 0
    for page in site.pages:
        text = (site.folder / page / "index.html").read_text("utf-8")
        for form in re.findall(r"<form[^>]*\bpredict\b.*?</form>", text, re.S):
            asked += 1
            found.update(foreign_words("en" if page.startswith("en/") else "pt", form))
    assert (asked > 60, found) == (True, Counter())


INVENTORY = ["inventory", "en/inventory"]


@pytest.mark.parametrize("page", INVENTORY)
def test_each_wrong_answer_of_the_twelve_has_a_note_that_leads_to_a_moment(site, page):
    html = (site.folder / page / "index.html").read_text("utf-8")
    forms = re.findall(r"<form[^>]*\bpredict\b.*?</form>", html, re.S)
    assert len(forms) == 12
    for form in forms:
        kinds = re.findall(r"predict-option\" data-(right|wrong)", form)
        wrong = [n for n, kind in enumerate(kinds, 1) if kind == "wrong"]
        notes = re.findall(r'<p class="predict-note" data-option="(\d)"[^>]*>(.*?)</p>', form, re.S)
        assert [int(number) for number, _ in notes] == wrong, form
        for _, note in notes:
            [(path, moment)] = re.findall(r'href="([^"#]*)#([^"]*)"', note)
            there = (site.folder / page / path / "index.html").read_text("utf-8")
            assert f'id="{moment}"' in there


DAMAGED = ["null", "5", '{"chosen": 5}', '{"chosen": {"inventory/a_call": 5}, "before": 7}', "{"]


@pytest.mark.thorough
def test_what_was_kept_and_is_no_score_counts_as_none(visit):
    page = visit.open("en/inventory/")
    for text in DAMAGED:
        page.evaluate("text => localStorage.setItem('inside-asyncio.score', text)", text)
        page.reload(wait_until="load")
        page.locator("form.predict").first.locator("[data-right] input").check()
        said = page.locator(".predict-score").inner_text()
        assert "Answered: 1 of 12. Right at the first choice: 1." in said, text
    assert visit.troubles == []


@pytest.mark.thorough
def test_the_answers_of_two_tabs_are_counted_together(visit):
    page = visit.open("en/inventory/")
    other = page.context.new_page()
    other.goto(f"{visit.site.url}en/inventory/", wait_until="load")
    other.locator("form.predict").nth(1).locator("[data-right] input").check()
    page.locator(".predict-score", has_text="Answered: 1 of 12").wait_for()
    page.locator("form.predict").first.locator("[data-right] input").check()
    other.locator(".predict-score", has_text="Answered: 2 of 12").wait_for()
    other.close()
    page.reload()
    assert "Answered: 2 of 12" in page.locator(".predict-score").inner_text()


def test_the_first_choice_counts_and_stays_in_this_browser_until_it_is_erased(visit):
    page = visit.open("en/inventory/")
    score, form = page.locator(".predict-score"), page.locator("form.predict").first
    assert "0 of 12" in score.inner_text()
    form.locator("[data-wrong] input").first.check()
    assert form.locator(".predict-note:visible").count() == 1
    form.locator("[data-right] input").check()
    assert form.locator(".predict-note:visible").count() == 0
    page.locator("form.predict").nth(1).locator("[data-right] input").check()
    counted = "Answered: 2 of 12. Right at the first choice: 1."
    assert counted in score.inner_text()
    page.reload()
    assert counted in score.inner_text(), "kept"
    assert page.locator("form.predict :checked").count() == 2
    page = visit.open("inventory/")
    assert "Respondidas: 2 de 12" in page.locator(".predict-score").inner_text(), "one for both"
    for button, chosen, kept in (
        ("again", "Da vez anterior: 1 de 12.", True),
        ("erase", "", False),
    ):
        with page.expect_navigation():
            page.locator(f".predict-score .{button}").click()
        assert "Respondidas: 0 de 12" in page.locator(".predict-score").inner_text()
        assert page.locator(".predict-score .before").inner_text() == chosen
        assert page.locator("form.predict :checked").count() == 0
        assert (page.evaluate("localStorage.getItem('inside-asyncio.score')") is not None) == kept
    assert visit.troubles == []
