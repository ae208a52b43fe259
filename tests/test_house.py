"""The house: imports run one way, only the website knows MkDocs, every program has its proof."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made import ROOT
from runs.programs import Programs

SCRIPTS = ROOT / "scripts"
# Each module may import from those before it, and from no other of the project.
RUNS = (
    "templating programs toml_lines tables dialect asks contracts recordings run interpreters"
    " scratch supervise ends site_folder starter pool machine judge compare engine places cells"
    " notebooks pieces telling lanes player render predict asked page"
).split()
LANGUAGES = (
    "settings interface reader_text strings program_text trees same_program sync markdown_text"
    " prose structure pages marks freshness terms glossary history workshop notices search check"
    " new_language translate status_page __main__"
).split()
RECORDER = (
    "events labels fold log words scene stand_ins job_words loop_hooks future_hooks code_hooks"
    " monitoring tracing output tracebacks recording program state moments replay text naming"
    " __main__"
).split()
WEBSITE = (
    "document addresses policy last_look boxes build i18n lab links status publishing server"
    " templates pages site"
).split()
ROOMS = {"recorder": RECORDER, "runs": RUNS, "languages": LANGUAGES, "website": WEBSITE}
MODULES = [f"{room}.{name}" for room, names in ROOMS.items() for name in names]


def imported(file: Path, package: str) -> Iterator[str]:
    """The modules that a file imports, in full."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = f"{package}.{node.module or ''}".rstrip(".") if node.level else node.module or ""
            yield base
            yield from (f"{base}.{name.name}" for name in node.names)


def files() -> list[str]:
    return sorted(
        f"{folder.name}.{file.stem}"
        for folder in (SCRIPTS / room for room in ROOMS)
        for file in folder.glob("*.py")
        if file.stem != "__init__"
    )


def test_every_module_has_its_place():
    assert files() == sorted(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module):
    file = SCRIPTS / f"{module.replace('.', '/')}.py"
    allowed = MODULES[: MODULES.index(module)]
    ours = {name for name in imported(file, module.split(".")[0]) if name in MODULES}
    assert ours <= set(allowed)


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("website.")])
def test_only_the_website_knows_mkdocs(module):
    file = SCRIPTS / f"{module.replace('.', '/')}.py"
    # mkdocs-jupyter's settings are its business too.
    assert not {n.split(".")[0] for n in imported(file, "")} & {"mkdocs", "mkdocs_jupyter"}


def test_the_hooks_only_bind():
    lines = (SCRIPTS / "hooks.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 40
    assert all(re.match(r"on_\w+ = site\.on_\w+$", line) for line in lines if "on_" in line)


BESIDE = [
    "scratch.py",
    "starter.py",
    "supervise.py",
    "inside/sitecustomize.py",
    "inside/recorded.py",
    "inside/keeper.py",
]


@pytest.mark.parametrize("name", BESIDE)
def test_what_runs_beside_a_program_needs_the_standard_library_only(name):
    for module in imported(SCRIPTS / "runs" / name, "runs"):
        known = {"runs", "recorder", "sitecustomize"}
        assert module.split(".")[0] in {*sys.stdlib_module_names, *known}


@pytest.mark.parametrize("name", RECORDER)
def test_the_recorder_needs_nothing_but_itself_and_the_standard_library(name):
    """It runs in the process of the recorded program, and in the reader's browser."""
    for module in imported(SCRIPTS / f"recorder/{name}.py", "recorder"):
        assert module.split(".")[0] in {*sys.stdlib_module_names, "recorder"}


@pytest.mark.parametrize("name", ["package-lock.json", "requirements.txt", "scripts/node.txt"])
def test_a_lock_file_has_hashes_and_no_addresses(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "sha256:" in text or '"integrity": "sha512-' in text
    assert "://" not in text, "pyproject.toml says how it is made"


PROGRAMS = Programs(ROOT / "snippets")
PAGES = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "docs/pt").rglob("*.md"))
CLAIMS = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "tests/claims").glob("test_*.py"))


@pytest.mark.parametrize("name", PROGRAMS.names)
def test_every_program_is_on_a_page_and_in_a_test(name):
    assert f'run="{name}"' in PAGES, "no page shows it"
    assert re.search(rf"\b{name.rsplit('/', 1)[1]}\b", CLAIMS), "no test of a claim runs it"


QUESTION = re.compile(r"^```predict run=\"(?P<run>[^\"]+)\".*?^```$", re.M | re.S)


@pytest.mark.parametrize("page", [*ROOT.glob("docs/*/index.md"), *ROOT.glob("docs/*/part-*/*.md")])
def test_every_page_asks_first_and_shows_the_moment_that_decides(page):
    text = page.read_text(encoding="utf-8")
    asked = list(QUESTION.finditer(text))
    assert asked, "no question"
    stepped = [q for q in asked if f'run="{q["run"]}" show="player"' in text]
    assert stepped, "no question about a run that can be stepped through"
    for question in stepped:
        assert f"(moment:{question['run']}." in question[0], question["run"]
