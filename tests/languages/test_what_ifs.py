"""Changes of programs, as ``runs.toml`` declares them: what is no change is told once, with its
line."""

from __future__ import annotations

from pathlib import Path

import pytest
from languages import what_ifs
from runs.contracts import load
from runs.programs import Programs

SOURCE = (
    'import asyncio\n\n\nasync def main():\n    await one()\n    await two()\n    print("{say}")\n'
)
HEAD = """["part/shown"]
words = [{ pt = "chá", en = "tea" }]
["part/shown".what_if.no-await]
label = { pt = "faltar `await`", en = "`await` is missing" }
why = { pt = "Nada.", en = "Nothing." }
["part/shown".what_if.no-await.change]
"""


def faults(folder: Path, change: str, head: str = HEAD, **more: str) -> list[str]:
    """What is told of this change of a program that prints "chá" in one language, "tea" in another;
    ``more``: other programs, each by its name with its source."""
    for language, say in ("pt", "chá"), ("en", "tea"):
        there = folder / language / "part"
        there.mkdir(parents=True)
        for name, source in {"shown": SOURCE, **more}.items():
            (there / f"{name}.py").write_text(source.replace("{say}", say), encoding="utf-8")
    (folder / "runs.toml").write_text(head + change, encoding="utf-8")
    programs = Programs(folder)
    contracts = load(folder / "runs.toml", programs.names)
    return what_ifs.faults(programs, contracts, (), lambda: ["part/shown"])


def test_a_change_of_the_same_code_in_every_language_has_no_fault(tmp_path):
    assert faults(tmp_path, '"await one()" = "one()"') == []


WRONG = {
    "not there": ('"await on()" = "on()"', 7, "not there; the nearest line is 'await one()'"),
    "twice": ('"await " = ""', 7, "there 2 times (lines 5, 6)"),
    "overlapping": ('"await one()" = "1"\n"one()\\n    await" = "2"', 8, "overlaps"),
    "in one language": ('"tea" = "milk"', 7, "not there (snippets/pt/part/shown.py)"),
    "other words": (
        '"await one()" = { pt = "one(1)", en = "one(2)" }',
        3,
        "the changed program in en says one(2), that in pt one(1)",
    ),
    "half a change": ('"await one()" = { en = "one()" }', 7, "what it becomes in pt as well"),
    "no Python": ('"await one()" = "one("', 3, "a fault on line 5"),
    "wide": (f'"one()" = "one({80 * "1"})"', 3, "line 5: expected 79 characters at most, came 95"),
    "another's package": ('"import asyncio" = "import numpy"', 3, "line 1: expected the standard"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_change_is_told_once_with_its_line(tmp_path, name):
    change, line, told = WRONG[name]
    (found,) = faults(tmp_path, change)
    assert found.startswith(f"snippets/runs.toml:{line}: [part/shown] no-await: "), found
    assert told in found


def test_a_change_has_a_name_of_its_own_and_code_between_two_backticks(tmp_path):
    head = HEAD.replace("`await` is", "`await is")
    found = faults(tmp_path, '"await one()" = "one()"', head, shown_no_await="print(1)\n")
    assert [each.partition(" expected ")[2][:12] for each in found] == [
        "another name",
        "code between",
    ]


@pytest.mark.parametrize("text", ["the **x**", "[y](z.md)", "{{ q }}", "Future<int>", "# x"])
def test_what_is_said_of_a_change_is_plain_text(tmp_path, text):
    for key, line in ("`await` is missing", 4), ("Nothing.", 5):
        folder = tmp_path / str(line)
        (found,) = faults(folder, '"await one()" = "one()"', HEAD.replace(key, text))
        assert found.startswith(f"snippets/runs.toml:{line}: ")
        assert "expected plain text with nothing but `code` in it" in found


def test_a_change_is_offered_where_its_program_can_be_stepped_through(tmp_path):
    assert faults(tmp_path, '"await one()" = "one()"') == []
    programs = Programs(tmp_path)
    contracts = load(tmp_path / "runs.toml", programs.names)
    (found,) = what_ifs.faults(programs, contracts, (), tuple)
    assert found.startswith("snippets/runs.toml:3: [part/shown] expected a page that offers")


def test_where_a_translation_has_fallen_behind_nothing_is_told_of_it(tmp_path):
    faults(tmp_path, '"await one()" = "one()"')
    (tmp_path / "pt/part/shown.py").write_text("print(1)\n", encoding="utf-8")
    programs = Programs(tmp_path)
    contracts = load(tmp_path / "runs.toml", programs.names)
    assert len(what_ifs.faults(programs, contracts, (), lambda: ["part/shown"])) == 1
    behind = {("pt", "part/shown")}
    assert what_ifs.faults(programs, contracts, behind, lambda: ["part/shown"]) == []
