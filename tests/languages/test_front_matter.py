"""What the front matter of a page may say: what is told of it, with its line."""

from __future__ import annotations

import pytest
from languages import marks
from languages.front_matter import faults, usable
from made import ROOT

RIGHT = """---
title: Tea
description: a < b & "c", 5 % of snake_case
hide: [toc, navigation]
search: {exclude: true, boost: 2}
icon: material/home
status: new
template: main.html
translation: {from: pt}
---

# H { #h }
"""
# What stands below the description, on line 3, and what is told.
WRONG = {
    "descripton: x": "descripton: expected one of title, description,",
    "transaltion: {from: pt}": "came \"transaltion\"; the nearest: 'translation'",
    "5: x": "5: expected one of",
    "hide: 5": "hide: expected a list such as [toc], came 5",
    "hide: [tocc]": "hide: expected one of navigation, toc, path, footer, feedback, tags, came",
    "search: x": "search: expected settings such as {exclude: true}",
    "search: {boots: 2}": "search: boots: unknown setting; the nearest: 'boost'",
    "search: {boost: .nan}": "search: boost: expected a number above 0",
    "search: {exclude: 1}": "search: exclude: expected true or false",
    "icon: nope/x": "icon: expected the name of an icon",
    "icon: material/hom": "the nearest: 'material/home'",
    "icon: ../../etc": "icon: expected the name of an icon",
    "title: [a, b]": "title: expected plain text, came",
    "title: 2026-01-01": "title: expected plain text, came",
    "title: see **x** [z](a.md)": "title: expected plain text, came",
    "title: Future<int>": "title: expected plain text, came",
    "status: [new]": "status: expected one of new, deprecated",
    "template: gone.html": "template: expected a template of the theme",
    "template: ../main.html": "template: expected a template of the theme",
}
# What no page can be made with.
BROKEN = {
    "description: y": "3: expected each key once, came 'description' again (line 2)",
    "hide: &a [*a]": "3: expected a value in full, came *a: write it out",
    "title: 2026-13-45": "3: the front matter is not valid YAML: month must be in 1..12",
    "---\n---\ntitle: x": "4: expected one front matter, came another",
}


def test_what_a_page_may_say_has_no_fault():
    assert list(faults(ROOT, RIGHT, ".md")) == []


@pytest.mark.parametrize("front", WRONG)
def test_what_is_wrong_is_told_once_with_its_line_and_left_out(front):
    text = f"---\ndescription: x\n{front}\n---\n\n# H\n"
    [(line, told)] = faults(ROOT, text, ".md")
    assert line == 3
    assert WRONG[front] in told
    assert usable(ROOT, marks.data(text, ".md")) == {"description": "x"}


@pytest.mark.parametrize("front", BROKEN)
def test_what_cannot_be_read_is_told_with_its_line(front):
    with pytest.raises(marks.BadMark) as error:
        list(faults(ROOT, f"---\ndescription: x\n{front}\n---\n\n# H\n", ".md"))
    assert str(error.value).startswith(BROKEN[front])


def test_keys_without_the_marks_of_a_front_matter_are_told():
    with pytest.raises(marks.BadMark, match=r"1: expected --- alone on a line above and below"):
        marks.data("description: x\n\n# H\n", ".md")
    assert marks.data("# H\n\ndescription: x\n", ".md") == {}
