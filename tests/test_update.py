"""``scripts/update``: what its report says, and that nothing changes where locks cannot be made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from made import ROOT
from toolchain import environment, locks, report

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


def a_wheel(folder: Path, name: str, version: str, tag: str) -> None:
    """A package that is nothing but its name, for the machines of ``tag``."""
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-{tag}.whl", "w") as made:
        made.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        made.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        made.writestr(f"{about}/RECORD", "")


@pytest.mark.nightly  # pip brings uv
def test_a_version_without_a_wheel_somewhere_is_passed_over_and_told(tmp_path, monkeypatch):
    uv = environment.uv()
    assert uv
    wheels, made = tmp_path / "wheels", tmp_path / "made"
    wheels.mkdir()
    made.mkdir()
    a_wheel(wheels, "everywhere", "2.0", "py3-none-any")
    for version, tag in {
        "1.0": "py3-none-any",
        "2.0": "py3-none-macosx_11_0_arm64",
        "3.0": "cp311-cp311-manylinux_2_28_x86_64",
    }.items():
        a_wheel(wheels, "somewhere", version, tag)
    (made / "wanted").write_text("somewhere\neverywhere\n", encoding="utf-8")
    monkeypatch.setenv("UV_FIND_LINKS", str(wheels))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "pythons"))
    maker = locks.Maker(made, uv, sys.executable, lambda said: None)
    maker._with_wheels("wanted", "requirements.txt")
    found = locks.python_versions(made / "requirements.txt")
    assert found == {"everywhere": "2.0", "somewhere": "1.0"}
    assert not (tmp_path / "pythons").exists()  # uv has not looked for any to fetch
    (made / "pyproject.toml").write_text("[project]\ndependencies = []\n", encoding="utf-8")
    (made / "package.json").write_text('{"devDependencies": {}}', encoding="utf-8")
    assert list(maker.held_back()) == [
        "somewhere 3.0 is there; it has no wheel for Python 3.11 on aarch64-unknown-linux-gnu.",
        "somewhere 2.0 is there; it has no wheel for Python 3.11 on x86_64-unknown-linux-gnu.",
    ]


def test_of_a_version_that_is_held_back_the_newer_alone_is_named(tmp_path, monkeypatch):
    asked = '[project]\ndependencies = ["notebook<2", "theme<9"]\n'
    (tmp_path / "pyproject.toml").write_text(asked, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"devDependencies": {}}', encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("notebook==1.6\ntheme==8.1\n", encoding="utf-8")
    newest = "notebook==1.6 ; python_version < '3.12'\nnotebook==2.0\ntheme==8.1\n"
    maker = locks.Maker(tmp_path, tmp_path / "uv", "node", lambda said: None)
    write = (tmp_path / "newest.txt").write_text
    monkeypatch.setattr(maker, "_compile", lambda *words: write(newest, encoding="utf-8"))
    held = ["notebook 2.0 is there; pyproject.toml keeps it at 1.6."]
    assert list(maker.held_back()) == held


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
