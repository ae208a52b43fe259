"""The house: imports run one way, only the website knows MkDocs, every program has its proof."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from answers import ANSWERS
from browser import parts as parts_of_browser
from made import ROOT
from runs import what_if
from runs.contracts import load
from runs.exercise import is_solution
from runs.programs import Programs
from toolchain import locks
from toolchain.versions import NEWEST, OLDEST, OLDEST_NODE

SCRIPTS = ROOT / "scripts"
# Each module may import from those before it, and from no other of the project.
TOOLCHAIN = (
    "versions streams interrupts variables watched alone environment node browser address locks"
    " report"
).split()
RUNS = (
    "mishaps templating near programs toml_lines forms tables tags dialect leftover fences exercise"
    " asks contracts recordings run waiting interpreters scratch supervise ends costs site_folder"
    " starter pool machine judge compare outcome what_if engine places cells notebooks pieces"
    " telling strangers lanes times elsewhere panels player beside render alone offered predict"
    " asked page"
).split()
LANGUAGES = (
    "settings interface reader_text strings program_text trees same_program sync markdown_text"
    " prose fingerprint structure on_disk pages marks freshness located terms glossary"
    " moments_of_terms navigation shapes front_matter needed ring history workshop untranslated"
    " shown search what_ifs check new_language naming to_do at_work carry translate status_page"
    " __main__"
).split()
RECORDER = (
    "own events watched bare native labels fold carried state gaps log words scene"
    " tracebacks stand_ins job_words clocks shared loop_hooks future_hooks closings code_hooks"
    " monitoring tracing output recording killed"
    " signalled alike wording moments panel tellable replay text"
    " naming files keeping program command __main__"
).split()
WEBSITE = (
    "configured document addresses policy offline plots last_look boxes build i18n colophon lab"
    " links status publishing python_here bench at_once server templates pages site recorded"
).split()
EXERCISES = "seen verdict judging apart declared __main__".split()
BROWSER = "telling parts bundle __main__".split()
ROOMS = {
    "toolchain": TOOLCHAIN,
    "recorder": RECORDER,
    "runs": RUNS,
    "languages": LANGUAGES,
    "exercises": EXERCISES,
    "browser": BROWSER,
    "website": WEBSITE,
}
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


def imports_of(modules: list[str]) -> dict[str, list[str]]:
    """What each of these modules of ours imports, in full."""
    return {
        name: list(imported(SCRIPTS / f"{name.replace('.', '/')}.py", name.split(".")[0]))
        for name in modules
    }


def astray(modules: list[str], *known: str) -> set[tuple[str, str]]:
    """What these modules import besides what is known and the standard library."""
    allowed = {*sys.stdlib_module_names, *known}
    pairs = ((name, each) for name, found in imports_of(modules).items() for each in found)
    return {(name, each) for name, each in pairs if each.split(".")[0] not in allowed}


def test_imports_run_one_way():
    place = {name: number for number, name in enumerate(MODULES)}
    upwards = {
        (name, each)
        for name, found in imports_of(MODULES).items()
        for each in found
        if place.get(each, -1) >= place[name]
    }
    assert upwards == set()


def test_only_the_website_knows_mkdocs():
    # mkdocs-jupyter's settings are its business too.
    others = [name for name in MODULES if not name.startswith("website.")]
    knows = {
        (name, each)
        for name, found in imports_of(others).items()
        for each in found
        if each.split(".")[0] in ("mkdocs", "mkdocs_jupyter")
    }
    assert knows == set()


def test_the_hooks_only_bind():
    lines = (SCRIPTS / "hooks.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 40
    assert all(re.match(r"on_\w+ = site\.on_\w+$", line) for line in lines if "on_" in line)


BESIDE = [
    "runs.scratch",
    "runs.starter",
    "runs.supervise",
    "runs.inside.sitecustomize",
    "runs.inside.recorded",
    "runs.inside.keeper",
]


def test_what_runs_beside_a_program_needs_the_standard_library_only():
    assert astray(BESIDE, "runs", "recorder", "sitecustomize") == set()


def test_the_recorder_needs_nothing_but_itself_and_the_standard_library():
    """It runs in the process of the recorded program, and in the reader's browser."""
    assert astray([f"recorder.{name}" for name in RECORDER], "recorder") == set()


def test_what_stands_around_a_program_in_a_browser_needs_the_recorder_only():
    inside = [f"browser.inside.{f.stem}" for f in (SCRIPTS / "browser/inside").glob("*.py")]
    assert len(inside) > 5
    relative = {"host", "missing", "sockets", "waiting", "world"}
    assert astray(inside, "recorder", "browser", *relative) == set()


def test_what_tells_in_a_browser_needs_no_process_and_no_other_library():
    files = parts_of_browser.reached("browser.telling")
    told = {name.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for name in files}
    assert told > {"browser.telling", "runs.player", "runs.contracts", "recorder.moments"}
    assert not told & {"runs.engine", "runs.pool", "runs.supervise", "runs.starter", "runs.ends"}
    modules = [name for name in told if "." in name]
    libraries = {*parts_of_browser.LIBRARIES, "runs", "recorder", "browser", "exercises"}
    assert astray(modules, *libraries) == set()


def test_what_sets_up_a_machine_needs_nothing_but_itself_and_the_standard_library():
    assert astray([f"toolchain.{name}" for name in TOOLCHAIN], "toolchain") == set()


@pytest.mark.parametrize(
    "name", ["package-lock.json", "requirements.txt", "scripts/node.txt", "scripts/uv.txt"]
)
def test_a_lock_file_has_hashes_and_no_addresses(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "sha256:" in text or '"integrity": "sha512-' in text
    assert "://" not in text, "`python3 scripts/update` makes it"


TEXTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*/contribute/*.md")]
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
EVERY = [f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]


def test_texts_and_settings_name_the_oldest_and_the_newest_python_that_are_tried():
    text = "".join(file.read_text(encoding="utf-8") for file in TEXTS)
    ranges = re.findall(r"3\.(\d+)\s+(?:to|ao|a)\s+3\.(\d+)", text)
    assert {tuple(map(int, found)) for found in ranges} == {(OLDEST[1], NEWEST[1])}
    asked = re.findall(r"Node\s+(\d+)\s+(?:or\s+newer|ou\s+mais\s+novo)", text)
    assert set(map(int, asked)) == {OLDEST_NODE}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["requires-python"] == f">={EVERY[0]}"
    assert settings["tool"]["mypy"]["python_version"] == EVERY[0]
    assert settings["tool"]["ruff"]["target-version"] == f"py3{OLDEST[1]}"


TOLD = re.compile(r"scripts/test ((?:tests/\S+?\b(?:\.py)?)?(?: ?-k \w+)?)(?=[\s`])")


def test_each_choice_of_tests_that_a_text_tells_finds_some():
    words = [" ".join(file.read_text(encoding="utf-8").split()) for file in TEXTS]
    told = {choice for text in words for choice in TOLD.findall(text) if choice}
    assert len(told) > 3
    for choice in told:
        path, _, word = choice.partition(" -k ")
        files = [ROOT / path] if path.endswith(".py") else [*(ROOT / path).rglob("test_*.py")]
        tests = [name for file in files for name in re.findall(r"def (test_\w+)", file.read_text())]
        assert any(word in name for name in [*tests, *(file.stem for file in files)]), choice


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_every_module_that_the_page_on_how_it_works_names_is_there(lang):
    page = ROOT / f"docs/{lang}/contribute/how-it-works.md"
    named = set(re.findall(r"[\w/]*\w\.py\b", page.read_text(encoding="utf-8")))
    there = [f"/{file.relative_to(ROOT)}" for file in SCRIPTS.rglob("*.py")]
    assert len(named) > 10
    assert {name for name in named if not any(file.endswith(f"/{name}") for file in there)} == set()


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_names_every_python_that_is_tried_or_the_newest(file):
    named = re.findall(r"\b3\.\d+\b", file.read_text(encoding="utf-8"))
    assert set(named) in ({EVERY[-1]}, set(EVERY)) or (not named and "scripts/" not in named)


def test_the_site_is_built_and_tested_with_every_python_that_is_tried():
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == EVERY


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_where_programs_run_nothing_can_be_written_and_no_credentials_lie_about(file):
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    for name, job in workflow["jobs"].items():
        if "python3 scripts/" not in yaml.safe_dump(job):
            continue
        granted = job.get("permissions", workflow.get("permissions"))
        assert set(granted.values()) <= {"read"}, f"{name} may write"
        assert "token" not in yaml.safe_dump(job["steps"]).lower().replace("id-token", "")
        for step in job["steps"]:
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_node_packages_go_with_the_oldest_node_that_is_promised():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    engines = {n: p.get("engines", {}).get("node") for n, p in lock["packages"].items()}
    assert {name for name, said in engines.items() if not locks.admits(said)} == set()


# HTML is made by templates and by MarkupSafe: nothing else escapes what it is given.

# A tag, but not the name of a group in a pattern, nor what Python itself or a message puts in angle
# brackets.
PYTHONS = "cell|class|dictcomp|genexpr|int|lambda|listcomp|locals|method|module|setcomp|stdin"
TAG = re.compile(
    rf"(?<!\(\?P)(?<!\(\?)(?:<(?!(?:{PYTHONS})\b)[a-z]|</[a-z{{]|<{{[^<>]*=)", re.IGNORECASE
)


def html_by_hand(code: str) -> Iterator[int]:
    """The lines on which ``code`` puts HTML together other than by a format of MarkupSafe."""
    for node in parts(ast.parse(code)):
        if isinstance(node, ast.JoinedStr) and TAG.search(written(node)):
            yield node.lineno
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            yield from (side.lineno for side in (node.left, node.right) if is_html(side))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("format", "format_map", "join", "replace"):
                yield from (each.lineno for each in (node.func.value, *node.args) if is_html(each))
        elif isinstance(node, ast.Assign | ast.Return) and node.value and is_html(node.value):
            yield node.lineno  # so that no part of it is put together elsewhere


def parts(tree: ast.AST) -> Iterator[ast.AST]:
    """All of it but patterns, which find HTML and make none."""
    yield tree
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"):
            yield from parts(node)


def is_html(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and bool(TAG.search(str(node.value)))


def written(node: ast.JoinedStr) -> str:
    """An f-string with ``{`` for what it is filled with."""
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{" for part in node.values
    )


OURS = [*SCRIPTS.rglob("*.py"), *(f for f in SCRIPTS.iterdir() if f.is_file() and not f.suffix)]


def test_no_html_is_put_together_by_hand():
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in OURS
        for line in html_by_hand(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('f"<p>{text}</p>"', True),
        ('f"<{tag}>{text}</{tag}>"', True),
        ('f"<{tag} title={text}>"', True),
        ('Markup(f"<p>{text}</p>")', True),
        ('"<b>" + text', True),
        ('text + "</b>"', True),
        ('"<b title=%s>" % text', True),
        ('"<b>{}</b>".format(text)', True),
        ('"</li><li>".join(texts)', True),
        ('text.replace("{}", "<b>")', True),
        ('FORM = "<b>{}</b>"', True),
        ('Markup("<b>{}</b>").format(text)', False),
        ('FORM = Markup("<b>{}</b>")', False),
        ('f"{a} < {b}"', False),
        ('re.compile(rf"(?P<name>{pattern})")', False),
        ('f"<class {name}>"', False),
        ('f"no <{tag}> is allowed"', False),
    ],
)
def test_html_by_hand_is_found(code, found):
    assert bool(list(html_by_hand(code))) is found


# Where something is called HTML that is no format of ours: it comes from templates, from Pygments,
# from pygal, from Markdown, it has just been escaped, or it is of our words alone.
HTML_ALREADY = {
    "browser/telling.py": ["text"],  # of a catalogue, which was HTML before it was made JSON
    "exercises/apart.py": ["found['said']"],  # which was HTML before it was made JSON
    "languages/glossary.py": ["as_markdown(language, glossary, seen)", "word.meaning"],
    "runs/alone.py": ["one_script(folder / name)", "text"],
    "runs/page.py": ["begin", "end"],  # of the element that says a language
    "runs/places.py": ["html.escape(text, quote=False)", "mark"],
    "runs/render.py": ["highlight(source, _LEXER, _formatter(*marked))"],
    "runs/templating.py": [
        "_IN_SCRIPT.sub(lambda found: _HARMLESS[found[0]], text)",
        "_template(file).render(fields)",
        "str.format_map(pattern, escaped)",
    ],
    "website/links.py": ["kept"],
    "website/plots.py": ["drawing.html"],
    "website/policy.py": ["policy(Document(page))"],
}


def called_html(code: str) -> Iterator[str]:
    """What ``code`` gives to `Markup` besides literals."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Markup"):
            yield from (ast.unparse(a) for a in node.args if not isinstance(a, ast.Constant))


def test_little_is_called_html_that_is_no_format_of_ours():
    found = {
        str(file.relative_to(SCRIPTS)): sorted(called_html(file.read_text(encoding="utf-8")))
        for file in OURS
    }
    assert {file: texts for file, texts in found.items() if texts} == HTML_ALREADY


def test_templates_leave_nothing_unescaped():
    files = list(SCRIPTS.glob("*/templates/*.*"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*(safe|forceescape)\b|\bautoescape\b", text), file


PROGRAMS = Programs(ROOT / "snippets")
PAGES = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "docs").rglob("*.md"))
CLAIMS = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "tests/claims").glob("test_*.py"))


def test_every_program_is_on_a_page_and_in_a_test():
    # The solution of an exercise is shown with its start, and both are judged by its check.
    names = [name for name in PROGRAMS.names if not is_solution(name)]
    assert [name for name in names if f'run="{name}"' not in PAGES] == [], "no page shows them"
    words = {*re.findall(r"\w+", CLAIMS), *(each.rpartition("/")[2] for each in ANSWERS)}
    assert [name for name in names if name.rsplit("/", 1)[1] not in words] == [], (
        "no test runs them"
    )


def test_every_change_of_a_program_is_in_a_test_and_told_in_both_languages():
    contracts = load(ROOT / "snippets/runs.toml", PROGRAMS.names)
    changes = {
        what_if.name(name, id): change
        for name, contract in contracts.items()
        for id, change in contract.what_if.items()
    }
    assert changes
    words = set(re.findall(r"\w+", CLAIMS))
    assert [name for name in changes if name.rsplit("/", 1)[1] not in words] == []
    for name, change in changes.items():
        for texts in (change.label, change.why):
            assert set(texts) == {"pt", "en"}, name
            assert texts["pt"].count("`") == texts["en"].count("`"), name


QUESTION = re.compile(r"^```predict run=\"(?P<run>[^\"]+)\".*?^```$", re.M | re.S)


@pytest.mark.parametrize("page", [*ROOT.glob("docs/*/index.md"), *ROOT.glob("docs/*/part-*/*.md")])
def test_every_page_asks_first_and_shows_the_moment_that_decides(page):
    text = page.read_text(encoding="utf-8")
    asked = list(QUESTION.finditer(text))
    assert asked, "no question"
    stepped = [q for q in asked if f'run="{q["run"]}" show="player"' in text]
    assert stepped, "no question about a run that can be stepped through"
    for question in stepped:
        leads = f"(moment:{question['run']}." in question[0]
        assert leads, f"the answer about {question['run']} leads to none of its moments"
