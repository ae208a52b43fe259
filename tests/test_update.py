"""``scripts/update``: what its report says, and that nothing changes where locks cannot be made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made import ROOT
from toolchain import locks, report

BEFORE = {
    "Python": {"mkdocs": "1.6.1", "babel": "2.18.0", "gone": "1.0"},
    "Node": {"cspell": "9.8"},
}
AFTER = {"Python": {"mkdocs": "2.0", "babel": "2.18.0", "new": "0.1"}, "Node": {"cspell": "9.9"}}
RESULTS = """\
<testsuites><testsuite name="pytest">
<testcase classname="tests.test_cures" name="test_the_theme_still_x">
<failure message="assert 1&#10;more">…</failure></testcase>
<testcase classname="tests.claims.test_tasks" name="test_y"><error message="no">…</error></testcase>
<testcase classname="tests.test_house" name="test_z" />
</testsuite></testsuites>
"""
TOLD = """\
## What changed
Those in bold are asked for by name, the others by them.

| | package | was | is |
|---|---|---|---|
| Python | gone | 1.0 | — |
| Python | **mkdocs** | 1.6.1 | 2.0 |
| Python | new | — | 0.1 |
| Node | **cspell** | 9.8 | 9.9 |

## Checks
- `scripts/check`: passed (3 s)
- `scripts/test`: **failed** with status 1 (60 s)

## What to look at
- `test_the_theme_still_x`: a cure of a trap works no longer or is no longer needed; if upstream\
 has mended it, take the cure out with its test. It says: assert 1
- `tests.claims.test_tasks.test_y` fails: no
- mkdocs has a new first number, 1.6.1 → 2.0: read what it says of changes.
- x 3 is there; it wants Node >=24.

## The end of `scripts/test`

```text
1 failed
```
"""


def test_the_report_says_what_changed_what_failed_and_what_to_look_at(tmp_path):
    (tmp_path / "results.xml").write_text(RESULTS, encoding="utf-8")
    checks = [
        report.Check("scripts/check", 0, 3.2, "fine"),
        report.Check("scripts/test", 1, 60, "1 failed"),
    ]
    changed = report.changes(BEFORE, AFTER)
    failed = report.failures(tmp_path / "results.xml")
    held = ["x 3 is there; it wants Node >=24."]
    assert report.told(changed, {"mkdocs", "cspell"}, held, checks, failed) == TOLD


def test_a_report_of_nothing_says_so(tmp_path):
    text = report.told([], set(), [], [], report.failures(tmp_path / "none.xml"))
    assert "Nothing: every lock has the newest versions already." in text
    assert text.endswith("## What to look at\nNothing.\n")


def test_the_tests_of_cures_are_where_the_report_looks_for_them():
    for module in report.CURES:
        text = (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        assert "_still_" in text


ENGINES = {
    ">=4": True,
    ">=22": True,
    ">=22.18.0": True,
    "^20.17.0 || >=22.9.0": True,
    ">=24": False,
}
ENGINES |= {"^24.1 || ^26": False, "": True, "*": True}


@pytest.mark.parametrize("said", ENGINES)
def test_a_node_package_has_to_go_with_the_oldest_node(said):
    assert locks.admits(said) == ENGINES[said]
    assert locks.admits(None)


def test_the_locks_hold_what_is_asked_for_by_name():
    found = locks.all_versions(ROOT)
    assert locks.wanted(ROOT) <= found["Python"].keys() | found["Node"].keys()
    assert set(locks.bounded(ROOT / "pyproject.toml")) >= {"mkdocs", "mkdocs-material"}
    assert locks.npm_wanted(ROOT / "package.json").items() <= found["Node"].items()


def test_where_locks_cannot_be_made_nothing_changes(tmp_path):
    """Without a network, that is."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=ignored)
    for name in ("pyproject.toml", *locks.FILES):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(Path(sys.prefix).resolve())
    (tmp_path / "scripts/uv.txt").write_text("uv==0.0.1 --hash=sha256:" + 64 * "0" + "\n")
    before = {name: (tmp_path / name).read_bytes() for name in locks.FILES}
    done = subprocess.run(
        [sys.executable, "scripts/update"],
        cwd=tmp_path,
        env={**os.environ, "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "The locks could not be made, and nothing was changed:\npip could not" in done.stderr
    assert {name: (tmp_path / name).read_bytes() for name in locks.FILES} == before
