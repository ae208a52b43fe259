"""What a page asks for, read as Markdown reads it: text in, asks and faults out."""

from __future__ import annotations

import re

import pytest
from languages import settings
from runs import asks
from runs.asks import read
from written import BRACES, FENCE, LEFT, LOOSE, RUNS, SHOWN, indented


def reading(text: str) -> asks.Reading:
    return read(text, settings.dialect())


def asked(text: str) -> list[tuple[str, int, str, str]]:
    return [(ask.kind, ask.line, ask.name, ask.what) for ask in reading(text).asks]


@pytest.mark.parametrize("text", RUNS.values(), ids=RUNS)
def test_a_fence_that_markdown_takes_for_one_is_a_run(text):
    page = reading(f"# H {{ #h }}\n\n{text}\n")
    assert [(ask.kind, ask.name) for ask in page.asks] == [("figure", "part/shown")]
    assert page.faults == ()
    assert "python" in page.text.split("\n")[page.asks[0].line - 1]


@pytest.mark.parametrize(("text", "told"), LOOSE.values(), ids=LOOSE)
def test_what_looks_like_a_run_and_is_none_is_told_once_with_its_line(text, told):
    page = reading(f"# H {{ #h }}\n\n{text}\n\n- `More` x\n\n{FENCE.replace('shown', 'last')}\n")
    line = 5 if text.startswith("text") else 3
    assert [fault.line for fault in page.faults] == [line]
    assert told in page.faults[0].text
    assert ("in quotes" in page.faults[0].text) == told.endswith("in quotes")
    assert "- `More` x" in page.text
    # What is wrong hides nothing that comes after it.
    assert page.asks[-1].name == "part/last"


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN)
def test_what_is_only_shown_asks_for_nothing(text):
    page = reading(f"# H {{ #h }}\n\n{text}\n")
    assert (page.asks, page.faults) == ((), ())
    assert [section.id for section in page.sections] == ["h"]


@pytest.mark.parametrize("text", BRACES.values(), ids=BRACES)
def test_braces_and_links_that_mean_nothing_are_told(text):
    page = reading(f"# H {{ #h }}\n\nIt took\n{text} in all.\n")
    assert [fault.line for fault in page.faults] == [4]
    assert page.faults[0].text.startswith("expected ")
    assert page.asks == ()


@pytest.mark.parametrize(("text", "told"), LEFT.values(), ids=LEFT)
def test_markdown_that_comes_out_as_text_is_told_once_with_its_line(text, told):
    (fault,) = reading(f"# H {{ #h }}\n\ntext\n\n{text}\n").faults
    assert told in fault.text
    came = re.search(r"came (.+?)(?:, which|:)", fault.text)
    assert came
    (line,) = [n for n, line in enumerate(text.split("\n"), 5) if came[1] in line]
    assert fault.line == line


@pytest.mark.parametrize("printed", ["<!--", "[0][1]", "**", "**a**", "`", "{.x}", "[^1]"])
def test_what_a_program_may_print_is_no_markdown_of_an_option(printed):
    begin, end = '```predict run="part/shown"\nQ?\n\n- ', "\n- 2\n---\nWhy.\n```\n"
    assert reading(f"{begin}{printed}{end}").faults == ()
    assert reading(f"{begin}1\n  {printed}{end}").faults == ()


def test_what_a_page_has_once_is_told_where_it_comes_again():
    (fault,) = reading("# H { #h }\n\n{{ score }}\n\nx\n\n{{ score }}\n").faults
    assert fault == (7, "expected {{ score }} once on a page, came it again (line 3): remove it")


def test_a_note_that_takes_the_place_of_another_is_told():
    (fault,) = reading("# H { #h }\n\nx[^1]\n\n[^1]: a\n\n[^1]: b\n").faults
    assert fault == (7, "expected one note of each name, came [^1]: again: one of them is lost")


@pytest.mark.parametrize("form", ["{{ open part/name.py }}", "{{ ring part/name.md }}"])
def test_braces_that_are_nearly_a_form_are_told_that_form(form):
    word = form[3:].partition(" ")[0]
    for wrong in (form.replace(word, word[0] + word[2] + word[1] + word[3:]), form[:-6] + " }}"):
        (fault,) = reading(f"# H {{ #h }}\n\n{wrong}\n").faults
        assert form in fault.text.partition(", came")[0]


def test_an_item_of_a_list_may_read_as_an_option_does():
    block = '```predict run="part/shown"\nQ?\n\n- 1\n- 2\n---\nWhy.\n```'
    assert reading(f"# H {{ #h }}\n\n- 1\n- 2\n\n{block}\n").faults == ()


def test_what_follows_from_the_marks_of_a_fence_is_not_told_as_well():
    page = reading(f"# H {{ #h }}\n\nx[^1]\n\n[^1]: {FENCE}\n")
    assert [fault.line for fault in page.faults] == [5]


def test_what_stands_in_sentences_is_asked_for_wherever_they_stand():
    text = """# H { #h }

Took {{ part/shown.wall }} s, line {{ part/shown @ x = {1: 2} }}, see
[this *moment*](moment:part/shown.first-x) of the [task](term:task), {{ part/shown @ await
coro() }}.

> {{ part/shown @
> y }}

| a | b |
|---|---|
| {{ part/shown.cpu }} | [x](moment:part/shown.last) |

- {{ part/shown.n }}. As duas

```predict run="part/shown" value="n"
How {{ part/shown.m }}? [t](term:task)

- 1
- 2
---
[Why](moment:part/shown.why)
```

- {{ open part/shown.py }}

{{ glossary }}
"""
    assert reading(text).faults == ()
    assert asked(text) == [
        ("value", 3, "part/shown", "wall"),
        ("line", 3, "part/shown", "x = {1: 2}"),
        ("moment", 4, "part/shown", "first-x"),
        ("term", 4, "task", ""),
        ("line", 4, "part/shown", "await coro()"),
        ("line", 7, "part/shown", "y"),
        ("value", 12, "part/shown", "cpu"),
        ("moment", 12, "part/shown", "last"),
        ("value", 14, "part/shown", "n"),
        ("prediction", 16, "part/shown", ""),
        ("value", 17, "part/shown", "m"),
        ("term", 17, "task", ""),
        ("moment", 22, "part/shown", "why"),
        ("program", 25, "part/shown", ""),
        ("block", 27, "glossary", ""),
    ]


def test_braces_that_begin_in_code_do_not_hide_an_end_below():
    (fault,) = reading("# H { #h }\n\n```text\n{{ x\n```\n\n}}\n").faults
    assert (fault.line, "came }}" in fault.text) == (7, True)


def test_a_value_in_a_heading_is_told():
    (fault,) = reading("# H { #h }\n\n## Took {{ part/shown.wall }} s { #took }\n").faults
    assert fault.line == 3
    assert "expected a heading without values" in fault.text


def test_front_matter_asks_for_nothing_and_keeps_the_lines():
    front = "---\ntitle: x\ndescription: '{{ a/b.c }}'\n---\n"
    assert asked(f"{front}# H {{ #h }}\n\n{{{{ a/b.c }}}}\n") == [("value", 7, "a/b", "c")]


def test_a_heading_may_be_underlined():
    page = reading("Tasks { #tasks }\n===\n\nText\n\nMore { #more }\n---\n")
    assert [(each.id, each.level, each.line) for each in page.sections] == [
        ("tasks", 1, 1),
        ("more", 2, 6),
    ]


@pytest.mark.parametrize("text", ["see {{ score }}", "above\n{{ score }}", "{{ score }}\nbelow"])
def test_what_the_site_makes_stands_alone(text):
    (fault,) = reading(f"# H {{ #h }}\n\n{text}\n").faults
    assert "alone on a line, blank lines around it" in fault.text


def test_braces_in_the_front_matter_are_told():
    (fault,) = reading("---\ntitle: '{{ a/b.c }}'\n---\n# H { #h }\n").faults
    assert fault.line == 2
    assert fault.text.startswith("expected words in the front matter")


def test_braces_in_an_abbreviation_are_told():
    (fault,) = reading("# H { #h }\n\nIt took.\n\n*[took]: {{ part/shown.wall }}\n").faults
    assert fault.line == 5
    assert "came in an address or a title" in fault.text


def test_many_faults_on_a_page_are_all_told():
    text = "# H { #h }\n\n" + "\n\n".join(text for text, _ in LOOSE.values())
    lines = [fault.line for fault in reading(text).faults]
    assert len(lines) >= len(LOOSE) - 3  # an open fence may take the next one for its end
    assert lines == sorted(set(lines))


def test_a_run_with_more_marks_is_none_of_what_an_open_fence_shows():
    page = reading(f"# H {{ #h }}\n\n```text\n`{FENCE}`\n")
    assert [(fault.line, fault.text[:16]) for fault in page.faults] == [(3, "expected the end")]


def test_half_of_braces_changes_nothing_of_what_stands_around_it():
    page = reading('# H { #h }\n\n!!! note "N"\n\n    - x }} y\n\n' + indented(FENCE, " " * 8))
    assert [fault.line for fault in page.faults] == [5]
    assert [ask.line for ask in page.asks] == [7]


def test_what_is_written_alike_is_told_apart_by_its_place():
    block = '```predict run="part/shown"\nQ?\n\n- 1\n- 2\n---\nWhy.\n```\n\n'
    page, moved = reading(block * 2), reading("A notice.\n\n" + block * 2)
    assert [page.like(ask, moved).line for ask in moved.asks] == [1, 10]
    alone = reading(block)
    assert [alone.like(ask, page).line for ask in page.asks] == [1, 1]


def test_an_explanation_may_have_a_rule_and_its_headings_are_seen():
    block = '```predict run="part/shown"\nQ?\n\n- 1\n- 2\n---\nWhy.\n---\nMore.\n```'
    page = reading(f"# H {{ #h }}\n\n{block}\n")
    assert [(each.title, each.line) for each in page.sections] == [("H", 1), ("Why.", 9)]
