"""Sections of a page, and pages that differ between the languages in more than words."""

from pathlib import Path

import pytest
from languages.markdown_text import code_cells, fences, markdown_of
from languages.pages import Pair, check_pages, sections

PAGE = """\
---
description: Tasks
# no heading
---
# Tasks { #tasks }

Text with `code`.

````md
## Not a heading { #shown }
```python
# nor this
```
````

## When? { #when .wide }

!!! note "Look"
    ```python exec="on"  run="part-1/tasks/one"
    ```

### The *second* ### { #second }

```predict run="part-1/tasks/one"
What?
- a
---
Not a heading
```

Old style { #old }
------------------

Two lines
are none:
---
"""

LESSON = """\
# Tasks { #tasks }

```python exec="on" run="part-1/tasks/one"
```

## When? { #when }

```predict run="part-1/tasks/two"
What?
```

## Why? { #why }
"""

NOTEBOOK = """\
# ---
# jupyter: {}
# ---

# %% [markdown]
# # The loop { #loop }
#
# Some `text`.

# %%
# a comment
x = 1
print("one")

# %%

# %% tags=["last"]
await main()
"""


def write(project: Path, **files: str) -> Path:
    """Pages below ``project/docs``: ``pt_tasks=…`` is ``pt/tasks.md``, ``…_lab`` a notebook."""
    for name, text in files.items():
        language, page = name.split("_", 1)
        path = f"docs/{language}/lab/{page}.py" if page == "lab" else f"docs/{language}/{page}.md"
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return project / "docs"


def check(project: Path, **files: str) -> list[str]:
    return check_pages(write(project, **files), ["pt", "en"])


def test_sections_are_the_headings_outside_fences() -> None:
    assert list(sections(PAGE)) == [
        ("tasks", 1, "Tasks", 5),
        ("when", 2, "When?", 16),
        ("second", 3, "The *second* ###", 22),
        ("old", 2, "Old style", 31),
    ]


@pytest.mark.parametrize(
    ("heading", "id"),
    [
        ("## A { #b }", "b"),
        ("## A {#b}", "b"),
        ("## A {: #b .c }", "b"),
        ("## A { .c #b }", "b"),
        ("##A { #b }", "b"),
        ("## A", None),
        ("## A { .c }", None),
        ("## `{}`", None),
        ("## A #b", None),
    ],
)
def test_an_id_is_pinned_in_braces(heading: str, id: str | None) -> None:
    assert [section.id for section in sections(heading)] == [id]


def test_fences_have_their_options_and_their_lines() -> None:
    assert [(each.language, each.options, each.lines) for each in fences(PAGE)] == [
        ("md", {}, (9, 14)),
        ("python", {"exec": "on", "run": "part-1/tasks/one"}, (19, 20)),
        ("predict", {"run": "part-1/tasks/one"}, (24, 29)),
    ]


def test_a_fence_may_be_shown_in_a_longer_one() -> None:
    assert [each.lines for each in fences("~~~\n```\n~~~\n\ntext\n")] == [(1, 3)]


def test_the_markdown_of_a_notebook_stands_on_its_lines(tmp_path: Path) -> None:
    file = write(tmp_path, pt_lab=NOTEBOOK) / "pt/lab/lab.py"
    assert list(sections(markdown_of(file))) == [("loop", 1, "The loop", 6)]
    assert markdown_of(file).split("\n")[5:8] == ["# The loop { #loop }", "", "Some `text`."]


def test_code_cells_are_what_the_notebook_runs() -> None:
    assert code_cells(NOTEBOOK) == [
        (10, '# a comment\nx = 1\nprint("one")\n'),
        (17, "await main()\n"),
    ]


def test_pages_in_other_words_have_no_fault(tmp_path: Path) -> None:
    assert check(tmp_path, pt_tasks=LESSON, en_tasks=LESSON.replace("When", "Quando")) == []


def test_a_page_may_lack_its_translation(tmp_path: Path) -> None:
    assert check(tmp_path, pt_tasks=LESSON) == []


def test_any_language_may_lack_a_page(tmp_path: Path) -> None:
    assert check(tmp_path, pt_tasks=LESSON, en_task=LESSON) == []


def test_a_heading_needs_an_id(tmp_path: Path) -> None:
    page = LESSON.replace(" { #when }", "")
    assert check(tmp_path, pt_tasks=page, en_tasks=LESSON) == [
        "docs/pt/tasks.md:6: expected a heading with an id, came 'When?': add one in English, "
        "the same in every language, as in '## Tarefas { #tasks }'"
    ]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    page = LESSON.replace("#why", "#tasks")
    assert check(tmp_path, pt_tasks=page) == [
        "docs/pt/tasks.md:12: expected an id of its own, came #tasks, which line 1 has already: "
        "choose another, in every language"
    ]


@pytest.mark.parametrize("id", ["", "{ when }", "{ #tasks }", "( #when )"])
def test_what_follows_from_a_slip_in_an_id_is_not_told(tmp_path: Path, id: str) -> None:
    docs = write(tmp_path, pt_tasks=LESSON, en_tasks=LESSON.replace("{ #when }", id))
    told = frozenset({"line-6"})  # what the page asks for is told, too
    pair = Pair(docs / "pt/tasks.md", docs / "en/tasks.md", ("pt", "en"), wrong=told)
    (fault,) = check_pages(docs, ["pt", "en"], [pair])
    assert fault.startswith("docs/en/tasks.md:6: expected a")


def test_an_id_is_the_same_in_every_language(tmp_path: Path) -> None:
    page = LESSON.replace("#when", "#quando")
    assert check(tmp_path, pt_tasks=LESSON, en_tasks=page) == [
        "docs/en/tasks.md:6: expected ## … { #when } (docs/pt/tasks.md:6), "
        "came ## … { #quando }: make the headings the same in both"
    ]


def test_a_heading_has_the_same_level_in_every_language(tmp_path: Path) -> None:
    (fault,) = check(tmp_path, pt_tasks=LESSON, en_tasks=LESSON.replace("## Why", "### Why"))
    assert fault.startswith("docs/en/tasks.md:12: expected ## … { #why }")


def test_sections_keep_their_order(tmp_path: Path) -> None:
    pages = ("# A { #a }\n## B { #b }\n## C { #c }\n", "# A { #a }\n## C { #c }\n## B { #b }\n")
    assert check(tmp_path, pt_tasks=pages[0], en_tasks=pages[1]) == [
        "docs/en/tasks.md:2: expected ## … { #b } (docs/pt/tasks.md:2), "
        "came ## … { #c }: put the headings in the same order"
    ]


def test_a_section_is_missing(tmp_path: Path) -> None:
    pages = ("# A { #a }\n## B { #b }\n## C { #c }\n", "# A { #a }\n## C { #c }\n")
    remedy = "make the headings the same in both"
    assert check(tmp_path / "1", pt_tasks=pages[0], en_tasks=pages[1]) == [
        "docs/en/tasks.md:2: expected ## … { #b } (docs/pt/tasks.md:2) before this line, "
        f"came none: {remedy}"
    ]
    assert check(tmp_path / "2", pt_tasks=pages[1], en_tasks=pages[0]) == [
        f"docs/en/tasks.md:2: expected nothing here, came ## … {{ #b }}: {remedy}"
    ]


def test_a_section_is_missing_at_the_end(tmp_path: Path) -> None:
    page = LESSON.replace("## Why? { #why }", "")
    (fault,) = check(tmp_path, pt_tasks=LESSON, en_tasks=page)
    assert "at the end of the page, came none" in fault


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tasks/one", "tasks/uno"),
        ("tasks/two", "tasks/dos"),
        ('exec="on" run="part-1/tasks/one"', 'exec="on" run="part-1/tasks/one" show="output"'),
        ('```predict run="part-1/tasks/two"', "```text"),
    ],
)
def test_the_runs_are_the_same(tmp_path: Path, old: str, new: str) -> None:
    (fault,) = check(tmp_path, pt_tasks=LESSON, en_tasks=LESSON.replace(old, new))
    assert fault.startswith("docs/en/tasks.md:")
    assert fault.endswith("make the runs the same in both")


def test_other_fences_may_differ(tmp_path: Path) -> None:
    page = LESSON + "```text\nonly here\n```\n"
    assert check(tmp_path, pt_tasks=LESSON, en_tasks=page) == []


def test_the_options_of_a_run_may_stand_in_another_order_and_in_other_quotes(tmp_path) -> None:
    ours = LESSON.replace('run="part-1/tasks/one"', 'run="part-1/tasks/one" show="output"')
    theirs = ours.replace('exec="on" run="part-1/tasks/one"', "run='part-1/tasks/one' exec='on'")
    assert check(tmp_path, pt_tasks=ours, en_tasks=theirs) == []


def test_a_heading_in_a_comment_or_in_code_is_none(tmp_path: Path) -> None:
    page = LESSON + "\n<!-- ## old -->\n\ntext\n\n    # code\n"
    assert check(tmp_path, pt_tasks=page, en_tasks=LESSON) == []


def test_a_page_without_a_heading_is_told(tmp_path: Path) -> None:
    (fault,) = check(tmp_path, pt_tasks="Text.\n")
    assert fault.startswith("docs/pt/tasks.md:1: expected a heading")


def test_a_notebook_is_a_page(tmp_path: Path) -> None:
    other = NOTEBOOK.replace("#loop", "#laco")
    (fault,) = check(tmp_path, pt_lab=NOTEBOOK, en_lab=other)
    assert fault.startswith("docs/en/lab/lab.py:6: expected # … { #loop } (docs/pt/lab/lab.py:6)")


def test_the_cells_of_a_notebook_are_the_same_program(tmp_path: Path) -> None:
    other = NOTEBOOK.replace("# Some", "# One\n# Some").replace('"one"', '"um"')
    assert check(tmp_path / "1", pt_lab=NOTEBOOK, en_lab=other) == []
    assert check(tmp_path / "2", pt_lab=NOTEBOOK, en_lab=other.replace("x = 1", "x = 2")) == [
        "docs/en/lab/lab.py:13: docs/pt/lab/lab.py:12 says 1, this file 2: only words may change"
    ]


def test_a_notebook_has_the_same_cells(tmp_path: Path) -> None:
    (fault,) = check(tmp_path, pt_lab=NOTEBOOK, en_lab=NOTEBOOK + "\n# %%\nprint()\n")
    assert fault.startswith("docs/en/lab/lab.py:1: expected 2 code cells")
