"""What is told of a run: with its line, once, and what would declare it, ready to be pasted."""

from __future__ import annotations

import re

import pytest
from runs.contracts import load
from runs.judge import faults, report

DECLARED = {
    "an exception": ("print(1)\n1 / 0\n", 2),
    "one in a function": ("def f():\n    raise ValueError('não \"x\"')\n\n\nf()\n", 2),
    "one without a text": ("raise KeyError\n", 1),
    "a group": (
        "import asyncio\n\n\nasync def fails():\n    raise OSError('x')\n\n\n"
        "async def main():\n    async with asyncio.TaskGroup() as group:\n"
        "        group.create_task(fails())\n\n\nasyncio.run(main())\n",
        None,
    ),
    "one with an address": ("raise ValueError(object())\n", 1),
    "a warning": ("async def f():\n    pass\n\n\nf()\n", 5),
    "two warnings": ("async def f():\n    pass\n\n\nf()\nf()\n", 5),
    "a warning and an exception": ("async def f():\n    pass\n\n\nf()\n1 / 0\n", 6),
    "an exit": ("import sys\n\nsys.exit(0)\n", None),
    "a status that is raised": ("raise SystemExit(3)\n", None),
    "words that are raised": ("raise SystemExit('no')\n", None),
    "an exit with words": ("import sys\n\nsys.exit('no')\n", None),
}


@pytest.mark.parametrize("name", DECLARED)
def test_what_the_report_says_to_declare_declares_it(run, tmp_path, name):
    source, line = DECLARED[name]
    came = run(source)
    told = report(came, faults(came))
    place = f":{line}" if line else r"(:\d+)?"
    assert re.match(rf"snippets/en/part/shown\.py{place}\n  expected ", told), told
    written = told.split("declare it in snippets/runs.toml:\n")[1].split("  to run it alone")[0]
    file = tmp_path / "runs.toml"
    file.write_text("".join(text.strip() + "\n" for text in written.splitlines(keepends=True)))
    contract = load(file, ["part/shown"])["part/shown"]
    asked = {key: getattr(contract, key) for key in ("raises", "exits", "warns")}
    assert faults(run(source, **asked)) == []


@pytest.mark.parametrize(
    ("source", "declared"),
    [("raise SystemExit(3)\n", {"exits": 2}), ("1 / 0\n", {"stops_after": 9.0})],
)
def test_no_other_end_is_to_be_declared_beside_the_declared_one(run, source, declared):
    came = run(source, **declared)
    assert "declare it" not in report(came, faults(came))


def test_what_only_follows_from_a_wrong_end_is_not_told(run):
    found = faults(run("1 / 0\n", warns=("never awaited",)))
    assert len(found) == 1
    assert "ZeroDivisionError" in found[0]


def test_a_warning_before_a_wrong_end_is_told_as_well(run):
    found = faults(run("async def f():\n    pass\n\n\nf()\n1 / 0\n"))
    assert len(found) == 2


@pytest.mark.timely
def test_the_cpu_time_of_a_program_is_without_that_of_the_interpreters_start(run):
    came = run("import time\nprint(time.process_time())\n", fresh=True)
    assert came.cpu < float(came.out[0]) / 2
