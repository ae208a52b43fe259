"""Python for readers' browsers: put into a site where it can be made, else left out with a word."""

from __future__ import annotations

import pytest
from browser.bundle import SEAL, Maker, seal, sealed
from made import ROOT, thorough
from mkdocs.exceptions import BuildError
from runs.contracts import Contract
from runs.programs import Programs
from website.policy import with_policy
from website.python_here import PythonHere

SHOWN = [
    (Programs(ROOT / "snippets").get("en", name), contract)
    for name, contract in (
        ("part-3/build-the-loop/task", Contract()),
        ("part-3/cpu/in_a_process", Contract(not_in_browser="processes")),
    )
]


@pytest.fixture
def lacking(tmp_path):
    """A project that wants it, and has nothing that it could be made with."""
    (tmp_path / "scripts/languages/interface").mkdir(parents=True)
    (tmp_path / "package-lock.json").write_text('{"packages": {}}')
    said: list[str] = []
    return PythonHere(tmp_path, said.append), said


def test_a_build_that_cannot_make_it_says_why_and_goes_on_without(lacking, tmp_path):
    python, said = lacking
    python.begin(make=True)
    assert python.said("en", "..", SHOWN) == ""
    python.publish(tmp_path / "site", ["en"])
    assert not (tmp_path / "site").exists()
    (line,) = said
    assert "programs have no Run and Edit" in line
    assert "No module named browser" in line
    assert "`python3 scripts/build` brings it" in line


def test_where_it_is_needed_the_build_fails(lacking, monkeypatch):
    monkeypatch.setenv("PYTHON_HERE", "needed")
    python, _ = lacking
    python.begin(make=True)
    with pytest.raises(BuildError, match="No module named browser"):
        python.made()


def test_serve_makes_nothing_and_says_so(lacking):
    python, said = lacking
    python.begin(make=False)
    assert (python.process, python.made()) == (None, None)
    assert "it was not made yet" in said[0]


def test_a_project_that_does_not_ask_for_it_hears_nothing_of_it(lacking, tmp_path):
    (tmp_path / "package-lock.json").unlink()
    python, said = lacking
    python.begin(make=True)
    assert (python.process, python.made(), said) == (None, None, [])


def test_a_page_may_run_programs_only_where_it_says_that_it_does():
    page = "<html><head></head><body>{}</body></html>"
    plain = with_policy(page.format(""))
    runs = with_policy(page.format('<script type="application/json" id="python-here">{}</script>'))
    assert "wasm-unsafe-eval" not in plain
    assert "blob:" not in plain
    assert "script-src 'self' 'wasm-unsafe-eval';" in runs
    assert "worker-src 'self' blob:;" in runs


def test_what_is_made_is_named_by_all_that_it_is_made_of(tmp_path, monkeypatch):
    before = Maker(ROOT, ["en"])._name()
    assert Maker(ROOT, ["en"])._name() == before
    assert Maker(ROOT, ["en", "pt_BR"])._name() != before
    monkeypatch.setattr("browser.parts.LEFT_OUT", "^$")
    assert Maker(ROOT, ["en"])._name() != before


DAMAGES = {
    "cut off": lambda folder: (folder / "b").write_text(""),
    "gone": lambda folder: (folder / "b").unlink(),
    "never ended": lambda folder: (folder / SEAL).unlink(),
    "half noted": lambda folder: (folder / SEAL).write_text('{"said"'),
}


@pytest.mark.parametrize(
    "damage", ["cut off", "half noted", *map(thorough, ["gone", "never ended"])]
)
def test_what_is_kept_and_was_damaged_since_is_made_anew(tmp_path, damage):
    (tmp_path / "package-lock.json").write_text('{"packages": {}}')
    maker = Maker(tmp_path, ["en"])
    folder = maker.cache / maker._name()
    folder.mkdir(parents=True)
    for name in "ab":
        (folder / name).write_text("whole")
    assert maker.known() is None
    seal(folder, "3.13")
    bundle = maker.known()
    assert bundle
    assert (bundle.folder, bundle.python, sealed(folder)) == (folder, "3.13", "3.13")
    DAMAGES[damage](folder)
    assert maker.known() is None
