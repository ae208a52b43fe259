"""What a page asks for, read as Markdown reads it: text in, asks and faults out."""

from __future__ import annotations

import pytest
from languages import settings
from runs import asks
from runs.asks import read

RUN = '```python exec="on" run="part/shown"'


def reading(text: str) -> asks.Reading:
    return read(text, settings.dialect())


def asked(text: str) -> list[tuple[str, int, str, str]]:
    return [(ask.kind, ask.line, ask.name, ask.what) for ask in reading(text).asks]


def indented(text: str, by: str = "    ") -> str:
    return "".join(by + line + "\n" for line in text.split("\n"))


FENCE = f"{RUN}\n```"
# Whatever superfences accepts is a run.
RUNS = {
    "margin": FENCE,
    "tildes": FENCE.replace("```", "~~~"),
    "more marks": FENCE.replace("```", "`````"),
    "single quotes": FENCE.replace('"', "'"),
    "another order": '```python run="part/shown" exec="on"\n```',
    "braces": '``` {.python exec="on" run="part/shown"}\n```',
    "braces after": '```python { run="part/shown" exec="on" }\n```',
    "exec is yes": '```python exec="yes" run="part/shown"\n```',
    "admonition": f'!!! note "N"\n\n{indented(FENCE)}',
    "admonition without a blank line": f'!!! note "N"\n{indented(FENCE)}',
    "details": f'??? note "N"\n{indented(FENCE)}',
    "list": f"- item\n\n{indented(FENCE)}",
    "ordered list": f"1. item\n\n{indented(FENCE)}",
    "list in a list": f"- a\n\n    - b\n\n{indented(FENCE, ' ' * 8)}",
    "list in an admonition": f'!!! note "N"\n\n    - b\n\n{indented(FENCE, " " * 8)}',
    "tab": f'=== "A"\n\n{indented(FENCE)}',
    "quote": f"> {RUN}\n> ```",
    "definition": f"term\n:   meaning\n\n{indented(FENCE)}",
    "block of HTML": f'<div markdown="1">\n\n{FENCE}\n\n</div>',
}


@pytest.mark.parametrize("text", RUNS.values(), ids=RUNS)
def test_a_fence_that_markdown_takes_for_one_is_a_run(text):
    page = reading(f"# H {{ #h }}\n\n{text}\n")
    assert [(ask.kind, ask.name) for ask in page.asks] == [("figure", "part/shown")]
    assert page.faults == ()
    assert "python" in page.text.split("\n")[page.asks[0].line - 1]


# What looks like a run, and what is told.
LOOSE = {
    "no quotes": ("```python exec=on run=part/shown\n```", "values stand in quotes"),
    "py": (FENCE.replace("python", "py"), "came ```py exec"),
    "pyhton": (FENCE.replace("python", "pyhton"), "the nearest: 'python'"),
    "no language": ('```exec="on" run="part/shown"\n```', "expected ```python exec"),
    "no exec": ('```python run="part/shown"\n```', "expected ```python exec"),
    "exec is off": (FENCE.replace('"on"', '"off"'), "expected ```python exec"),
    "no exec, in braces": ('``` {.python run="part/shown"}\n```', "nothing is run"),
    "in one line": (f"{RUN}```", "on a line of its own"),
    "in the line of a list": (f"- {RUN}\n  ```", "on a line of its own"),
    "in the line of an ordered list": (f"1. {RUN}\n   ```", "on a line of its own"),
    "no name": ('```python exec="on"\n```', 'expected ```python exec="on" run='),
    "a typo in the name of run": (FENCE.replace("run", "rnu"), 'expected ```python exec="on" run='),
    "never closed": (RUN, "expected the end of this fence"),
    "closed by other marks": (f"{RUN}\n~~~", "expected the end of this fence"),
    "closed by fewer marks": (f"`{RUN}\n```", "expected the end of this fence"),
    "indented like code": (f"text\n\n{indented(FENCE)}", "indented by four blanks this is code"),
    "prediction with a colon": ('```predict: run="part/shown"\n```', "expected ```predict"),
    "predict in capitals": ('```Predict run="part/shown"\n?\n```', "expected ```predict"),
    "a plain fence that is never closed": ("```text\nx", "expected the end of this fence"),
}


@pytest.mark.parametrize(("text", "told"), LOOSE.values(), ids=LOOSE)
def test_what_looks_like_a_run_and_is_none_is_told_once_with_its_line(text, told):
    page = reading(f"# H {{ #h }}\n\n{text}\n\nMore.\n\n{FENCE.replace('shown', 'last')}\n")
    line = 5 if text.startswith("text") else 3
    assert [fault.line for fault in page.faults] == [line]
    assert told in page.faults[0].text
    # What is wrong hides nothing that comes after it.
    assert page.asks[-1].name == "part/last"


SHOWN = {
    "comment": f"<!-- old\n\n{RUN}\n```\n\n{{{{ a/b.c }}}} [x](moment:a/b.c) -->",
    "comment with a heading": "<!-- ## old -->",
    "longer fence": f"````md\n{RUN}\n```\n{{{{ a/b.c }}}}\n````",
    "another language": "```jinja\n{{ a/b.c }} {{ x }\n```",
    "code span": "`{{ a/b.c }}` and `` {{ a/b.c }} `` and `[x](term:y)` and `moment:a/b.c`",
    "code span with other code": "`x = {{ a/b.c }}`",
    "code across lines": "`a\n{{ a/b.c }}`",
    "indented code": "text\n\n    {{ a/b.c }}\n    # no heading",
    "html": "<pre>{{ a/b.c }}</pre>",
    "attributes": 'word{ .wide #x title="y" }',
    "words": "at this moment: now, in the long term: then",
}


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN)
def test_what_is_only_shown_asks_for_nothing(text):
    page = reading(f"# H {{ #h }}\n\n{text}\n")
    assert (page.asks, page.faults) == ((), ())
    assert [section.id for section in page.sections] == ["h"]


BRACES = {
    "one brace too few": "{{ part/shown.wall }",
    "one at the beginning": "{ part/shown.wall }}",
    "single ones": "{ part/shown.wall }",
    "never closed": "{{ part/shown.wall",
    "only the end": "part/shown.wall }}",
    "no folder": "{{ shown.wall }}",
    "a line without a name": "{{ @ code }}",
    "no value": "{{ part/shown }}",
    "a block's name": "{{ glosary }}",
    "empty": "{{ }}",
    "in an address": "[x]({{part/shown.wall}}.md)",
    "in a title": '[x](y.md "{{ part/shown.wall }}")',
    "a term in the text": "see term:task here",
    "a moment in the text": "see moment:part/shown.x here",
    "a picture of a moment": "![x](moment:part/shown.x)",
    "a moment without a name": "[x](moment:part/shown)",
}


@pytest.mark.parametrize("text", BRACES.values(), ids=BRACES)
def test_braces_and_links_that_mean_nothing_are_told(text):
    page = reading(f"# H {{ #h }}\n\nIt took\n{text} in all.\n")
    assert [fault.line for fault in page.faults] == [4]
    assert page.faults[0].text.startswith("expected ")
    assert page.asks == ()


def test_what_stands_in_sentences_is_asked_for_wherever_they_stand():
    text = """# H { #h }

Took {{ part/shown.wall }} s, line {{ part/shown @ x = {1: 2} }}, see
[this *moment*](moment:part/shown.first-x) of the [task](term:task), {{ part/shown @ await
coro() }}.

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

{{ glossary }}
"""
    assert reading(text).faults == ()
    assert asked(text) == [
        ("value", 3, "part/shown", "wall"),
        ("line", 3, "part/shown", "x = {1: 2}"),
        ("moment", 4, "part/shown", "first-x"),
        ("term", 4, "task", ""),
        ("line", 4, "part/shown", "await coro()"),
        ("value", 9, "part/shown", "cpu"),
        ("moment", 9, "part/shown", "last"),
        ("value", 11, "part/shown", "n"),
        ("prediction", 13, "part/shown", ""),
        ("value", 14, "part/shown", "m"),
        ("term", 14, "task", ""),
        ("moment", 19, "part/shown", "why"),
        ("block", 22, "glossary", ""),
    ]


def test_a_value_in_a_heading_is_told():
    (fault,) = reading("# H { #h }\n\n## Took {{ part/shown.wall }} s { #took }\n").faults
    assert fault.line == 3
    assert "expected a heading without values" in fault.text


def test_front_matter_asks_for_nothing_and_keeps_the_lines():
    assert asked("---\ntitle: '{{ a/b.c }}'\n---\n# H { #h }\n\n{{ a/b.c }}\n") == [
        ("value", 6, "a/b", "c")
    ]


def test_many_faults_on_a_page_are_all_told():
    text = "# H { #h }\n\n" + "\n\n".join(text for text, _ in LOOSE.values())
    lines = [fault.line for fault in reading(text).faults]
    assert len(lines) >= len(LOOSE) - 3  # an open fence may take the next one for its end
    assert lines == sorted(set(lines))
