"""What is wrong with an exercise is told, with its file and line and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import psutil
import pytest
from commands import run
from exercises import __main__ as command
from exercises import declared
from exercises.seen import Seen
from exercises.verdict import BadCheck, Check, judge
from languages import settings
from languages.interface import words
from made import ROOT, environment, thorough
from recorder import events as e
from recorder.moments import moments
from runs import asked, exercise
from runs.asks import read
from runs.engine import Engine
from runs.programs import Programs

NAME = "part/page/exercises/say"
CHECK = """\
from exercises.seen import Seen


def check(seen: Seen) -> None:
    seen.needs(seen.lines == ["1"], "one", at=0, came=len(seen.lines))
"""
SAYS = '[one]\nen = "Say `1`; came {came} lines."\npt = "Diga `1`; {came} linhas."\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "mkdocs.yml": (ROOT / "mkdocs.yml").read_text(encoding="utf-8"),
        "checks/part/page/say.py": CHECK,
        "checks/part/page/say.toml": SAYS,
        "snippets/runs.toml": "",
    }
    for language in ("pt", "en"):
        files[f"snippets/{language}/{NAME}.py"] = "import asyncio\n\nprint(2)\n"
        files[f"snippets/{language}/{NAME}_solution.py"] = "import asyncio\n\nprint(1)\n"
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def faults(project: Path) -> list[str]:
    return declared.faults(project, Programs(project / "snippets"))


def test_nothing_is_told_of_a_good_one(project):
    assert faults(project) == []


WRONG = {
    "no check": ("checks/part/page/say.py", None, "checks/part/page/say.py: expected a check"),
    "no sentences": ("checks/part/page/say.toml", None, "say.toml: expected the sentences of"),
    "no TOML": ("checks/part/page/say.toml", "[one]\nen = \n", "say.toml:2: not valid TOML"),
    "no Python": ("checks/part/page/say.py", "def check(\n", "say.py:1: not valid Python"),
    "a null byte": ("checks/part/page/say.py", "x = '\0'\n", "say.py:1: not valid Python: source"),
    "too deep": ("checks/part/page/say.py", f"x = {'-' * 60_000}1\n", "say.py:1: not valid Pyth"),
    "its own end": ("checks/part/page/say.py", "raise SystemExit\n", "say.py:1: SystemExit"),
    "no function": ("checks/part/page/say.py", "x = 1\n", "say.py:1: expected a function check"),
    "an async one": (
        "checks/part/page/say.py",
        CHECK.replace("def check", "async def check"),
        "say.py:4: expected check(seen) to be a plain function, came an async function",
    ),
    "a date": (
        "checks/part/page/say.toml",
        "one = 2024-01-01\n",
        "say.toml:1: [one] expected a text for each language",
    ),
    "no sentence": ("checks/part/page/say.toml", "", "say.py:5: expected a sentence [one]"),
    "an idle one": (
        "checks/part/page/say.toml",
        SAYS + '[two]\nen = "x"\n',
        "say.toml:4: [two] expected checks/part/page/say.py to use it",
    ),
    "a name of ours": (
        "checks/part/page/say.toml",
        SAYS + '[fails]\nen = "x"\n',
        "say.toml:4: [fails] expected another name",
    ),
    "no text": ("checks/part/page/say.toml", "[one]\nen = 1\n", "say.toml:2: [one] en: expected"),
    "no language": ("checks/part/page/say.toml", '[one]\nxx = "x"\n', "[one] xx: expected one of"),
    "half code": ("checks/part/page/say.toml", '[one]\nen = "`x"\n', "[one] en: expected code"),
    "markup": (
        "checks/part/page/say.toml",
        '[one]\nen = "a **b**"\n',
        "[one] en: expected plain text",
    ),
    "braces": ("checks/part/page/say.toml", '[one]\nen = "{{ b }}"\n', "[one] en: expected plain"),
    "half braces": (
        "checks/part/page/say.toml",
        SAYS.replace("{came} lines", "{"),
        "say.toml:2: [one] en: expected braces in pairs",
    ),
    "other places": (
        "checks/part/page/say.toml",
        SAYS.replace("{came} linhas", "linhas"),
        "say.toml:3: [one] pt: expected the places ['came'], came []",
    ),
    "no solution": (
        f"snippets/en/{NAME}_solution.py",
        None,
        f"snippets/en/{NAME}.py:1: expected a solution of this start",
    ),
    "no start": (f"snippets/en/{NAME}.py", None, "_solution.py:1: expected a start of it"),
    "no programs": (
        "checks/part/page/other.py",
        CHECK,
        "checks/part/page/other.py:1: expected a program from which a reader starts",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_place(project, case):
    name, text, told = WRONG[case]
    for language in ("en", "pt") if name.startswith("snippets") else ("en",):
        file = project / name.replace("/en/", f"/{language}/")
        file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    found = faults(project)
    assert any(told in each for each in found), found
    if name.endswith(".toml") and "expected the sentences" not in told:
        assert len([each for each in found if "say.toml" in each]) == 1, found


def test_a_language_that_the_site_has_not_is_told_once(project):
    says = project / "checks/part/page/say.toml"
    says.write_text(f'{SAYS}xx = "x"\n[two]\nxx = "x"\n', encoding="utf-8")
    (told,) = [each for each in faults(project) if "xx" in each]
    assert told.startswith("checks/part/page/say.toml:4: [one] xx: expected one of the languages")
    assert told.endswith(", and so in 1 more")


def test_a_solution_has_to_pass_and_a_start_to_fail_by_a_sentence_of_its_check(project):
    write = {
        "en": {"": "print(1)\n", "_solution": "print(2)\n"},  # the wrong way round
        "pt": {"": "raise SystemExit(3)\n", "_solution": "print(1)\n"},
    }
    (project / "snippets/runs.toml").write_text(f'["{NAME}"]\nexits = 3\n', encoding="utf-8")
    for language, sources in write.items():
        for which, source in sources.items():
            (project / f"snippets/{language}/{NAME}{which}.py").write_text(source)
    engine = Engine(project / "snippets", lambda said: None)
    try:
        engine.refresh()
        told = list(declared.reports(project, engine))
    finally:
        engine.close()
    assert told == [
        f"snippets/en/{NAME}_solution.py\n  expected it to pass its check,"
        " checks/part/page/say.py, which says: Say 1; came 1 lines.",
        f"snippets/pt/{NAME}.py\n  expected it to fail checks/part/page/say.py by one of its own"
        " sentences, but it says: Uma exceção o encerrou: SystemExit(3). Conserte isso primeiro.",
    ]


def test_what_is_told_of_a_sentence_is_not_told_of_the_check(project):
    (project / "checks/part/page/say.toml").write_text(SAYS.replace("{came} l", "{"))
    engine = Engine(project / "snippets", lambda said: None)
    try:
        engine.refresh()
        assert list(declared.reports(project, engine)) == []
    finally:
        engine.close()


def test_a_start_that_passes_is_told(project):
    for language in ("en", "pt"):
        (project / f"snippets/{language}/{NAME}.py").write_text("print(1)\n")
    engine = Engine(project / "snippets", lambda said: None)
    try:
        engine.refresh()
        told = list(declared.reports(project, engine))
    finally:
        engine.close()
    assert [each.split("\n")[1][:40] for each in told] == [
        "  expected it to lack something, but it "
    ] * 2


# A check that does not end, or ends what it judges in

BAD = {
    "waits": (
        "    import threading\n    threading.Event().wait()\n",
        r":\d+",
        "within 2 s, but it was still running: have it end",
    ),
    "loops": ("    while True:\n        pass\n", r":[67]", "within 2 s"),
    "catches all": (
        "    while True:\n        try:\n            x = [0] * 9**9\n        except BaseException:\n"
        "            pass\n",
        r":\d+",
        "within 2 s, but it was still running: have it end",
    ),
    "counts on": ("    10 ** 10 ** 10\n", ":6", "within 2 s"),
    "leaves": ("    import os\n    os._exit(0)\n", ":1", "ended its process with exit status 0"),
    "is killed": ("    import os\n    os.kill(os.getpid(), 9)\n", ":1", "by SIGKILL"),
    "is interrupted": ("    raise KeyboardInterrupt\n", ":6", "KeyboardInterrupt"),
    "takes all": (
        "    all = []\n    while True:\n        all.append(bytes(1 << 24))\n",
        ":8",
        "to take less than 1024 MB of memory",
    ),
    "starts": (
        "    import subprocess\n    with subprocess.Popen(['sleep', '999']):\n        pass\n",
        r":\d+",
        "within 2 s",
    ),
    "forks": ("    import os\n    os.fork()\n    1 / 0\n", ":8", "ZeroDivisionError"),
    "speaks": ("    import os\n    os.write(1, b'{')\n    1 / 0\n", ":8", "ZeroDivisionError"),
}
DAILY = {"waits", "leaves"}


@pytest.mark.parametrize("case", [c if c in DAILY else thorough(c) for c in BAD])
@pytest.mark.parametrize("where", ["in its function", thorough("beside it")])
def test_a_check_that_does_not_come_back_is_stopped_and_told_once_with_its_line(
    project, case, where
):
    body, line, told = BAD[case]
    start = "from exercises.seen import Seen\n\n\n\n"
    if where == "beside it":
        source = f"{start}if True:\n{body}\n\ndef check(seen: Seen) -> None:\n    pass\n"
    else:
        source = f"{start}def check(seen: Seen) -> None:\n{body}    seen.needs(1, 'one')\n"
    (project / "checks/part/page/say.py").write_text(source, encoding="utf-8")
    (project / "checks/part/page/say.toml").write_text('[one]\nen = "x"\n', encoding="utf-8")
    engine = Engine(project / "snippets", lambda said: None)
    mine = {each.pid for each in psutil.Process().children(recursive=True)}
    try:
        before = [each for each in faults(project) if "[one]" not in each]
        engine.refresh()
        found = [*before, *declared.reports(project, engine)]
    finally:
        engine.close()
    assert len(found) == 1, found
    assert re.match(rf"checks/part/page/say\.py{line}[:\n]", found[0]), found
    assert told in found[0]
    left = psutil.Process().children(recursive=True)  # a browser of other tests may start some
    assert [each for each in left if mine.isdisjoint((each.pid, each.ppid()))] == []


# What a check says


EVENTS = (
    e.Frame(0, 1, "module", "<module>", 1),
    e.Output(1, "out", "<1>\nx", 1),
    e.Output(2, "out", "y\n", 1),
)


def verdict(
    source: str, says: dict[str, dict[str, str]], language: str = "en", status: int | None = 0
):
    check = Check("check.py", source, says)
    return judge(check, Seen("", EVENTS, status), moments(EVENTS), words(language), language)


@pytest.mark.parametrize("at", ["'x'", "10**9", "True", "1.0"])
def test_what_is_no_number_of_an_event_is_told(at):
    with pytest.raises(BadCheck, match="line 2: ValueError: expected at=None or the number of an"):
        verdict(f"def check(seen):\n    seen.needs(0, 'k', at={at})\n", {"k": {"en": "x"}})


ASKS = "def check(seen):\n    seen.needs(False, 'k', at=1, text=seen.lines[0])\n"


def test_a_sentence_is_html_and_what_fills_it_is_code():
    found = verdict(ASKS, {"k": {"en": "Not <b> but `a < b`: {text}."}})
    assert found.said == "Not &lt;b&gt; but <code>a &lt; b</code>: <code>&lt;1&gt;</code>."
    assert (found.passed, found.own, found.moment) == (False, True, 1)


def test_a_language_that_lacks_a_sentence_gets_it_in_another():
    assert verdict(ASKS, {"k": {"en": "English {text}"}}, "pt").said.startswith("English")


def test_lines_are_put_together_of_what_was_printed():
    assert Seen("", EVENTS, 0).lines == ["<1>", "xy"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def check(seen):\n    seen.needs(False, 'other')\n", "expected a sentence for 'other'"),
        ("def check(seen):\n    x = 1\n    seen.printed[9]\n", "line 3: IndexError"),
        ("check = 1\n", "expected a function check(seen)"),
        ("def check(seen):\n    raise SystemExit(3)\n", "line 2: SystemExit: 3"),
        ("raise SystemExit\n", "SystemExit: "),
        (ASKS.replace("text=", "other="), "'k': KeyError: 'text'"),
    ],
)
def test_a_check_that_fails_is_told_with_its_line(source, told):
    with pytest.raises(BadCheck, match=told.replace("(", r"\(").replace(")", r"\)")):
        verdict(source, {"k": {"en": "{text}"}})


def test_what_every_program_has_to_do_comes_first():
    assert verdict(ASKS, {}, status=None).key == "stopped"
    assert verdict(ASKS, {}, status=1).key == "fails"
    assert verdict("def check(seen): pass\n", {}).passed


# How it stands on a page

BLOCK = '```exercise run="part/page/exercises/say"\nDo *it*.\n---\nHint.\n```\n'


def test_a_page_asks_for_an_exercise_and_with_it_for_two_figures():
    found = read(f"# Title {{ #title }}\n\n{BLOCK}", settings.dialect())
    assert found.faults == ()
    assert [(ask.kind, ask.name, dict(ask.options), ask.line) for ask in found.asks] == [
        ("exercise", NAME, {}, 3),
        ("figure", NAME, {"show": "program"}, 3),
        ("figure", f"{NAME}_solution", {"show": "player"}, 3),
    ]


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (BLOCK.replace("---\nHint.\n", ""), exercise.PARTS),
        (BLOCK.replace("Do *it*.", ""), exercise.PARTS),
        (BLOCK.replace("exercises/say", "exercises/say_solution"), "from which a reader starts"),
        (BLOCK.replace("exercises/say", "exercises/sai"), "there is no program"),
        (BLOCK.replace('say"', 'say" show="both"'), "unknown option 'show'"),
        (BLOCK.replace("Hint.", "~~~python\nx\n~~~"), "expected no fence inside an exercise"),
        (BLOCK.replace("```exercise", "```exercice"), "the nearest: 'exercise'"),
    ],
)
def test_what_is_wrong_with_the_block_is_told(project, block, told):
    page = read(f"# Title {{ #title }}\n\n{block}", settings.dialect())
    found = asked.faults(page, "en", Programs(project / "snippets"), {})
    assert any(told in fault.text for fault in found), found


# The command for one program


ASKED = {
    "no file": (["part-1/await/three_cups", "none.py"], "none.py: No such file or directory"),
    "a folder": (["part-1/await/three_cups", "docs"], "docs: Is a directory"),
    "bytes": (["part-1/await/three_cups", "{bytes}"], "bytes.py:2: bytes that are not UTF-8: save"),
    "no exercise": (["part-1/nothing", "{bytes}"], "bytes.py:2: "),
    "no name": (["part-1/nothing"], "there is no exercise part-1/nothing"),
    "language": (["part-1/await/three_cups", "--language", "xx"], "invalid choice: 'xx'"),
}


@pytest.mark.parametrize("case", ASKED)
def test_what_cannot_be_judged_is_told_in_a_line(tmp_path, case):
    words, told = ASKED[case]
    (tmp_path / "bytes.py").write_bytes(b"x = 1\n# \xff\n")
    given = [word.format(bytes=tmp_path / "bytes.py") for word in words]
    path = {**environment(), "PYTHONPATH": "scripts"}
    done = run(["-m", "exercises", *given], ROOT, path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_settings_that_cannot_be_read_are_told_in_a_line(project, monkeypatch, capsys):
    (project / "mkdocs.yml").write_text("nav:\n  - a\n - b\n", encoding="utf-8")
    monkeypatch.setattr(command, "ROOT", project)
    monkeypatch.setattr("sys.argv", ["exercises"])
    assert command.main() == 1
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("mkdocs.yml:3: not valid YAML: ")
