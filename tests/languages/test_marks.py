"""What the mark of a translation says, and what is told of one that cannot be read: small texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from languages.marks import BadMark, Entry, Mark, data, read, written

# YAML would read these as numbers.
ONE, TWO, THREE = "01234567", "1234e567", "89abcdef"
MARKED = f"""---
description: What it is about.
translation: # written by scripts/translate done
  from: pt
  sections:
    tea: "{ONE} {TWO} {THREE}"
    water: "copied {ONE} {THREE}"
    end: "{TWO}"
  programs:
    part/tea: "{ONE} {TWO} {THREE}"
---

# Tea
"""
MARK = Mark(
    "pt",
    {"tea": Entry(ONE, TWO, THREE), "water": Entry(ONE, ONE, THREE, True), "end": Entry(TWO)},
    {"part/tea": Entry(ONE, TWO, THREE)},
)


@pytest.mark.parametrize("text", ["", "copied", ONE[1:], f"{ONE} {TWO}", f" {ONE}", f"{ONE} x"])
def test_what_is_no_entry_is_none(text):
    assert Entry.read(text) is None


def test_a_mark_is_read_as_it_was_written(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(MARKED, encoding="utf-8")
    assert read(page) == MARK
    page.write_text(MARKED.partition("  programs:")[0] + "---\n# Tea\n", encoding="utf-8")
    assert read(page) == Mark("pt", MARK.sections, None)
    page.write_text("# Tea\n", encoding="utf-8")
    assert read(page) is None


NOTEBOOK = """# ---
# description: What it is about.
#
# title: Tea
# {}
# ---

# %%
"""


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        (MARKED.replace(ONE, THREE), MARK, MARKED),
        (MARKED.replace("  programs", "\n  programs").replace(TWO, ONE), MARK, MARKED),
        ("---\ntranslation:\n  from: en\nb: 1\n---\na", Mark("pt", {}),
         "---\nb: 1\ntranslation: # written by scripts/translate done\n  from: pt\n"
         "  sections: {}\n---\na"),
        ("# Tea\n", Mark("pt", {}, {}),
         "---\ntranslation: # written by scripts/translate done\n  from: pt\n  sections: {}\n"
         "  programs: {}\n---\n\n# Tea\n"),
        ("\n# Tea\n", Mark("pt", {}),
         "---\ntranslation: # written by scripts/translate done\n  from: pt\n  sections: {}\n"
         "---\n\n# Tea\n"),
        (NOTEBOOK.replace("# {}\n", ""), Mark("pt", {"a": Entry(TWO)}),
         NOTEBOOK.format("translation: # written by scripts/translate done\n#   from: pt\n"
                         f'#   sections:\n#     a: "{TWO}"')),
    ],
)  # fmt: skip
def test_a_mark_takes_the_place_of_the_last_and_every_other_line_stays(before, mark, after):
    suffix = ".py" if "%%" in before else ".md"
    assert written(before, suffix, mark) == after
    assert written(after, suffix, mark) == after


def test_front_matter_of_a_notebook_is_read():
    assert data(NOTEBOOK.format("b: [1]"), ".py") == {
        "description": "What it is about.", "title": "Tea", "b": [1],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("a: 1\n", "1: expected the front matter to end with --- alone on a line"),
        ("a: 1\nb: [\n---\n", "4: the front matter is not valid YAML: "),
        ("- a\n---\n", "2: expected keys and values in the front matter, came ['a']"),
        ("a: 1\ntranslation: pt\n---\n", "3: translation: expected 'from', the language"),
        ("translation:\n  from: 5\n---\n", "2: translation: expected 'from', the language"),
        ("translation:\n  from: pt\n  sections: [a]\n---\n", "expected the sections by name, came"),
        (
            "translation:\n  from: pt\n  setcions: {}\n---\n",
            "4: translation: expected one of from,",
        ),
        ("translation:\n  from: pt\n  programs: {a: x}\n---\n", "2: translation: a: expected one"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, front: str, told: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"---\n{front}", encoding="utf-8")
    with pytest.raises(BadMark) as error:
        read(page)
    assert str(error.value).startswith(told) or f": {told}" in str(error.value)
