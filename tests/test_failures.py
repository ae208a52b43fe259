"""Every fault makes a real build fail, all of them are told at once, and the last site stays."""

from __future__ import annotations

import getpass
import os
import pwd
import re
import socket

import pytest
from made import thorough

HOME = pwd.getpwuid(os.getuid()).pw_dir

# What a program may do wrong, and what the build must say about it.
WRONG = {
    "raises": ("1 / 0", "expected exit status 0, but it ended with exit status 1"),
    "hangs": ("import threading\nthreading.Event().wait()", "it was still running then"),
    "deaf": (
        "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nwhile True:\n    time.sleep(1)",
        "expected it to stop when asked to",
    ),
    "sys_exit": ("import sys\nsys.exit(0)", "it called sys.exit"),
    "os_exit": (
        "import os\nos._exit(0)",
        "Python's own (as os._exit and os.execv do)",
    ),
    "floods": ("print('x' * 100_000_000)", "at most 100,000 bytes of output"),
    "leaves": ("import subprocess\nsubprocess.Popen(['sleep', '60'])", "it left: sleep 60"),
    "asks": ("input('?')", "EOFError: EOF when reading a line"),
    "closes": ("import sys\nsys.stdout.close()", "expected its stdout to stay open"),
    "kills": ("import os\nos.killpg(os.getpgid(os.getppid()), 9)", "was killed by SIGKILL"),
    "latin": ("import sys\nsys.stdout.buffer.write(b'\\xe9\\n')", "expected output in UTF-8"),
    "warns": ("async def f():\n    pass\n\n\nf()", "expected no warning (or declare it"),
    "differs": (
        "import random\nprint('abcdefgh'[int(random.random() * 8)] + str(random.random()))",
        None,
    ),
    "calm": ("pass", "expected it to raise 'ValueError: no'"),
    "quick": ("pass", "expected it to be still running after 0.5 s"),
    "mute": ("pass", "expected the warning 'never awaited'"),
}
CONTRACTS = """
["part/hangs"]
time_limit = 0.5
["part/deaf"]
time_limit = 0.5
["part/calm"]
raises = "ValueError: no"
["part/quick"]
stops_after = 0.5
["part/mute"]
busy = true
warns = ["never awaited"]
"""


@pytest.fixture
def published(project):
    """A project whose last build was good."""
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project


def test_each_failure_of_a_program_fails_the_build_and_all_are_told_together(published):
    last = published.home
    for name, (source, _) in WRONG.items():
        published.program(f"part/{name}", source + "\n")
    published.write("snippets/runs.toml", CONTRACTS)
    built = published.build()
    assert built.returncode != 0
    for name, (_, told) in WRONG.items():
        for lang in ("pt", "en"):
            file = f"snippets/{lang}/part/{name}.py"
            assert file in built.stderr
            about = re.split(rf"\n{file}(?::\d+)?\n", built.stderr, maxsplit=1)[-1]
            assert about, f"nothing told about {file}"
            assert f"to run it alone: python3 {file}" in about
            if told and name != "differs":
                assert told in about.split("to run it alone", 1)[0], about[:600]
    assert published.home == last
    assert not (published.folder / "site.building").exists()


WAITS = """import time

def check(seen):
    while True:
        time.sleep(1)
    seen.needs(0, "one")
"""
EXERCISE = '```exercise run="part/exercises/say"\nDo.\n---\nHint.\n```\n'


@pytest.mark.thorough
def test_a_check_of_an_exercise_that_waits_for_ever_fails_the_build_and_the_last_site_stays(
    published,
):
    last = published.home
    for end in ("", "_solution"):
        published.program(f"part/exercises/say{end}", "import asyncio\n\nprint(1)\n")
    published.write("checks/part/say.py", WAITS)
    published.write("checks/part/say.toml", '[one]\nen = "No."\npt = "Não."\n')
    published.page(EXERCISE)
    built = published.build()
    assert built.returncode != 0
    told = re.findall(r"^checks/part/say\.py:[45]\n  expected .*$", built.stderr, re.M)
    assert len(told) == 1, built.stderr
    assert "within 2 s, but it was still running: have it end" in told[0]
    assert published.home == last
    assert not (published.folder / "site.building").exists()


@pytest.mark.thorough
def test_a_file_that_is_no_program_is_told_once(published):
    published.write("snippets/pt/part/open.py", "x = (\n")
    published.write("snippets/en/part/open.py", "x = 1\n")
    published.program("part/null", "x = '\0'\n")
    published.program("part/tied", "type X = int\nprint(1)\n")
    published.write("snippets/runs.toml", '["part/tied"]\nneeds = "3.99"\n')
    built = published.build()
    told = [line for line in built.stderr.splitlines() if line.startswith("snippets/")]
    assert told == [
        "snippets/pt/part/null.py:1: a null byte: remove it",
        "snippets/en/part/null.py:1: a null byte: remove it",
        "snippets/pt/part/open.py:1: a syntax error ('(' was never closed): mend it; only words may"
        " change",
    ]


# What an author may do wrong on a page, in the only text of that page in both languages, and what
# the build must say about it.
FENCE = '```python exec="on" {}\n```'
MISTAKES = {
    "misspelt": (
        FENCE.format('run="part/shwon"'),
        "there is no program 'part/shwon' in snippets/pt; the nearest: 'part/shown'",
    ),
    "heading": ("## Sem id", "docs/pt/m/heading.md:3"),
    "anchor": ('<a href="../../reference/glossary/#nothing">x</a>', "#nothing: the page has noth"),
    "dead": ('<a href="../../gone/">x</a>', "../../gone/ leads nowhere"),
    "fetched": ("![x](https://example.org/x.png)", "would fetch https://example.org/x.png"),
    "poster": ('<video poster="//example.org/x"></video>', "would fetch //example.org/x from"),
    "twice": (
        '## A { #x }\n\n<a id="x"></a>',
        "expected each id once on the page, came again: 'x'",
    ),
    "inline": ('<p onclick="x()">x</p>', "would not run"),
    "option": (
        FENCE.format('run="part/shown" x="1"'),
        "unknown option x; known are beside, lanes, mark, show",
    ),
    "mark": (
        FENCE.format('run="part/shown" mark="absent"'),
        "no line of snippets/pt/part/shown.py contains 'absent'",
    ),
    "value": ("{{ part/shown.speed }}", "has no value 'speed'"),
    "line": ("{{ part/shown @ absent }}", "'absent'"),
    "term": ("[x](term:corotine)", "coroutine"),
    "avoided": ("O loop de eventos.", "laço de eventos"),
    "prediction": (
        '```predict run="part/shown"\n?\n- 1\n- 3\n---\nx\n```',
        "expected exactly one option to be what snippets/pt/part/shown.py printed ('2')",
    ),
    "nameless": (
        '```python exec="on"\nraise SystemExit\n```',
        'expected ```python exec="on" run="part/name"',
    ),
    "rum": (FENCE.format('rum="part/shown"'), 'expected ```python exec="on" run="part/name"'),
    "py": (
        '```py exec="on" run="part/shown"\n```',
        'docs/pt/m/py.md:3: expected ```python exec="on" run=',
    ),
    "space": (
        '``` predict run="part/shown"\n?\n```',
        "docs/pt/m/space.md:3: expected a question, two or more options",
    ),
    "title": (
        "## {{ part/shown.wall }} s { #took }",
        "docs/pt/m/title.md:3: expected a heading without values",
    ),
    "short": ("{{ shown.wall }}", "came {{ shown.wall }}"),
    "too_new": (
        FENCE.format('run="part/new" mark="absent"'),
        "no line of snippets/pt/part/new.py contains 'absent'",
    ),
}


def test_each_mistake_on_a_page_fails_the_build_and_all_are_told_together(project):
    project.program("part/shown", "print(2)\n")
    project.program("part/new", "print(2)\n")
    project.write("snippets/runs.toml", '["part/new"]\nneeds = "3.99"\n')
    for name, (text, _) in MISTAKES.items():
        for lang in ("pt", "en"):
            project.write(f"docs/{lang}/m/{name}.md", f"# H {{ #home }}\n\n{text}\n")
    built = project.build()
    assert built.returncode != 0
    assert "Traceback" not in built.stderr
    assert not (project.folder / "site").exists()
    faults = re.split(r"\d+ faults:\n\n", built.stderr, maxsplit=1)[1].split("\n\n")
    for name, (_, told) in MISTAKES.items():
        about = [
            each for each in faults if re.match(rf"(docs/pt/)?m/{name}(/index\.html|\.md):", each)
        ]
        assert any(told in each for each in about), f"{name}: {about}"


# What an author may do wrong elsewhere, and what the build must say about it.
ELSEWHERE = {
    "snippets/pt/part/alone.py": ("print(1)\n", "snippets/pt/part/alone.py"),
    "snippets/en/part/shown.py": ("print(3)\n", "snippets/en/part/shown.py:1"),
    "docs/en/index.md": (
        "# H { #home }\n\n[x](nowhere.md)\n\n[x](reference/glossary.md#nothing)\n",
        "nowhere.md",
    ),
}


def test_each_mistake_elsewhere_fails_the_build_and_all_are_told_together(project):
    project.program("part/shown", "print(2)\n")
    for name, (text, _) in ELSEWHERE.items():
        project.write(name, text)
    told = failed(project)
    for _, words in [*ELSEWHERE.values(), ("", "reference/glossary.md#nothing")]:
        assert words in told


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("docs/pt/index.md", b"# H { #home }\n\ncaf\xe9\n", ["docs/pt/index.md:3: expected UTF-8"]),
        ("docs/pt/part/page.py", "# %%\n", ["docs/pt/part/page.py: expected notebooks in lab/"]),
        ("snippets/runs.toml", b"# caf\xe9\n", ["snippets/runs.toml:1: not valid TOML"]),
        thorough("scripts/languages/glossary.toml", "[x\n", ["glossary.toml:1: not valid TOML"]),
        thorough("scripts/languages/interface/en.toml", "[x\n", ["en.toml:1: not valid TOML"]),
        thorough(
            "scripts/languages/interface/en.toml", "locale = 5\n", ["locale: expected a text"]
        ),
        thorough(
            "scripts/languages/interface/en.toml",
            'locale = "en"\n',
            ["more keys, which other languages have: name, program, file, …"],
        ),
        (
            "snippets/runs.toml",
            '["part/shown"]\nrases = "x"\n["part/shwon"]\nexits = 1\n',
            ["rases: unknown key; the nearest: 'raises'", "the nearest: 'part/shown'"],
        ),
    ],
)
def test_each_file_that_cannot_be_used_fails_the_build(project, name, text, told):
    project.program("part/shown", "print(2)\n")
    project.write(name, text)
    said = failed(project)
    for words in told:
        assert words in said


def test_a_language_without_a_catalogue_fails_the_build(project):
    (project.folder / "scripts/languages/interface/en.toml").unlink()
    assert "scripts/languages/interface/en.toml" in failed(project)


def failed(project) -> str:
    """What a build says that fails and publishes nothing."""
    built = project.build()
    assert built.returncode != 0
    assert "Traceback" not in built.stderr
    assert not (project.folder / "site").exists()
    return built.stdout + built.stderr


@pytest.mark.thorough
def test_a_warning_of_mkdocs_in_one_language_does_not_hide_our_faults(project):
    project.page("[x](nowhere.md)\n\n[y](term:corotine)", "en")
    project.program("part/wrong", "1 / 0\n")
    told = project.build().stderr
    assert "nowhere.md" in told
    assert "ZeroDivisionError" in told
    assert "coroutine" in told
    assert "The last good site was left as it was." in told


def test_what_a_program_prints_is_text_and_never_markup(project):
    project.program("part/markup", "print('</pre><script>alert(1)</script>')\n")
    project.page('```python exec="on" run="part/markup"\n```')
    built = project.build()
    assert built.returncode == 0, built.stderr
    assert "&lt;/pre&gt;&lt;script&gt;alert(1)" in project.home
    assert "<script>alert(1)" not in project.home


@pytest.mark.thorough
def test_no_page_shows_a_path_of_the_builder(project):
    source = (
        "import os, sys\nprint(__file__, sys.executable, os.getcwd(), sys.prefix, os.__file__)\n"
    )
    project.program("part/paths", source)
    project.page('```python exec="on" run="part/paths"\n```')
    built = project.build()
    assert built.returncode == 0, built.stderr
    line = project.home.split('data-at="', 1)[1].split("</span>")[0].split(">", 1)[1]
    assert line.startswith("paths.py python3 . . lib/python3.")
    project.page(f"The builder lives in {project.folder}.")
    built = project.build()
    assert built.returncode != 0
    assert "index.html" in built.stderr
    assert "shows a path of the machine that built it" in built.stderr


@pytest.mark.nightly
@pytest.mark.parametrize("home", ["/", "/docs", "/tmp"])
def test_paths_that_only_look_like_the_builders_may_be_shown(project, monkeypatch, home):
    project.page("A door: `/tmp/echo.sock`, a folder: `/docs`, a page: `/docs/pt/index.html`.")
    monkeypatch.setenv("HOME", home)
    built = project.build()
    assert built.returncode == 0, built.stderr


ASKING = {
    "user": ("import getpass\n\nprint(getpass.getuser())", getpass.getuser()),
    "host": ("import socket\n\nprint('on', socket.gethostname() + '!')", socket.gethostname()),
    "home": ("import os, pwd\n\nprint(pwd.getpwuid(os.getuid()).pw_dir)", HOME),
}


if socket.gethostname() == "localhost":  # the name of every machine
    del ASKING["host"]


@pytest.mark.nightly
def test_no_program_shows_the_names_of_the_builder(project):
    for name, (source, _) in ASKING.items():
        project.program(f"part/{name}", source + "\n")
    built = project.build()
    assert built.returncode != 0
    for name, (_, came) in ASKING.items():
        about = built.stderr.split(f"\nsnippets/pt/part/{name}.py\n", 1)[1].partition("\n")[0]
        assert f"the same on every machine, but it shows {came}, " in about


@pytest.mark.thorough
def test_no_page_shows_the_folder_in_which_the_programs_ran(project):
    project.program("part/above", "import os\n\nprint(os.path.dirname(os.getcwd()))\n")
    project.page('```python exec="on" run="part/above" show="output"\n```')
    built = project.build()
    assert built.returncode != 0
    assert "shows a path of the machine that built it" in built.stderr


def test_marks_of_places_are_text_where_an_author_writes_them(project):
    project.page("It says @@run-0@@ and <!--@@run-7@@--> here.")
    built = project.build()
    assert built.returncode == 0, built.stderr
    assert "It says @@run-0@@ and" in project.home


@pytest.mark.thorough
def test_files_that_are_gone_or_never_were_programs_or_pages_are_left_alone(project):
    # Emacs locks a file that is being edited with such a link.
    for name in ("snippets/pt/part/.#shown.py", "docs/pt/.#index.md"):
        link = project.folder / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to("someone@somewhere.1234")
    left = [project.write(f"docs/assets/{name}", "") for name in ("x.css~", "#x.css#", "x.orig")]
    built = project.build()
    assert built.returncode == 0, built.stderr
    assert not [file for file in left if (project.folder / "site/assets" / file.name).exists()]


@pytest.mark.nightly
def test_a_site_that_is_a_link_stays_one_and_its_target_gets_the_new_site(project):
    elsewhere = project.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (project.folder / "site").symlink_to(elsewhere)
    for text in ("First words.", "Second words."):
        project.page(text)
        built = project.build()
        assert built.returncode == 0, built.stderr
        assert text in (elsewhere / "index.html").read_text()
    assert (project.folder / "site").is_symlink()
    left = {path.name for path in (*project.folder.iterdir(), *project.folder.parent.iterdir())}
    assert not {name for name in left if name.endswith((".last", ".building"))}


def test_a_file_in_the_place_of_the_site_is_left_and_told(project):
    file = project.write("site", "mine")
    built = project.build()
    assert built.returncode != 0
    assert "expected a folder" in built.stderr
    assert "Traceback" not in built.stderr
    assert file.read_text() == "mine"


TICKS = """import asyncio


async def main():
    name = "{name}"
    for _ in name:
        await asyncio.sleep(0)
    print("{said}")


asyncio.run(main())
"""
SHOWN = '```python exec="on" run="part/ticks" show="player"\n```\n'


@pytest.mark.thorough
def test_a_loop_that_does_something_else_in_another_language_fails_the_build(project):
    """The text is declared to be translated; what the loop does must not hang on it."""
    project.write("snippets/pt/part/ticks.py", TICKS.format(name="três", said="fim"))
    project.write("snippets/en/part/ticks.py", TICKS.format(name="seven", said="end"))
    project.write("snippets/runs.toml", '["part/ticks"]\nwords = [{pt = "três", en = "seven"}]\n')
    project.page(SHOWN)
    built = project.build()
    assert built.returncode != 0
    assert "expected its recorded run to do what that of" in built.stderr


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        thorough(
            "kind is not events.Ready",
            "expected the recording to give the real loop's state, but",
        ),
        (
            "kind is not events.Turn",
            r"expected the recording to tell all \d+ turns, but it tells 0",
        ),
    ],
)
def test_a_recorder_that_lies_fails_the_build(project, condition, fault):
    log = project.folder / "scripts/recorder/log.py"
    told = log.read_text(encoding="utf-8")
    lying, lines = re.subn(
        r"^( +)(self\.turn\.append\(kind\(at, .*\n)", rf"\1if {condition}: \2", told, flags=re.M
    )
    assert lines == 1
    log.write_text(lying, encoding="utf-8")
    project.program("part/ticks", TICKS.format(name="name", said="end"))
    project.page(SHOWN)
    built = project.build()
    assert built.returncode != 0
    assert re.search(fault, built.stderr)


@pytest.mark.nightly
def test_a_program_that_turns_more_often_when_it_is_recorded_fails_the_build(project):
    seen = "        if type(asyncio.base_events.heapq).__name__ != 'module':\n"
    once_more = f"{seen}            await asyncio.sleep(0)\n        await"
    source = TICKS.replace("        await", once_more).format(name="name", said="end")
    project.program("part/ticks", source)
    project.page(SHOWN)
    built = project.build()
    assert built.returncode != 0
    assert "expected as many turns of its loop when it is recorded as without" in built.stderr


def test_what_is_wrong_with_a_moment_fails_the_build(project):
    project.program("part/ticks", TICKS.format(name="name", said="end"))
    moments = """["part/ticks"]
opens = "pause"
["part/ticks".moments]
pause = { event = "waits", nth = 2 }
gone = { event = "waits", nth = 9 }
"""
    project.write("snippets/runs.toml", moments + 'lost = { event = "waits", nth = 8 }\n')
    project.page(SHOWN + "\n[here](moment:part/ticks.pause) [there](moment:part/ticks.paus)\n")
    built = project.build()
    assert built.returncode != 0
    assert (
        "the moment 'gone' (number 9 of event = 'waits'; snippets/runs.toml:5) is not"
        in built.stderr
    )
    assert "the moment 'lost' (number 8 of event = 'waits'; snippets/runs.toml:6)" in built.stderr
    assert "part/ticks has no moment 'paus'; the nearest: 'pause'" in built.stderr
    project.write("snippets/runs.toml", moments.replace("gone =", "late =").replace("9", "3"))
    project.page(SHOWN + "\n[here](moment:part/ticks.pause)\n")
    built = project.build()
    assert built.returncode == 0, built.stderr
    assert '<a class="moment" href="#ticks-pause">here</a>' in project.home
    assert 'id="ticks-late"' in project.home


def test_of_links_to_moments_of_what_failed_nothing_is_told_besides(project):
    program = TICKS.format(name="name", said="end")
    project.program("part/ticks", program + "\nraise SystemExit(3)\n")
    project.write("snippets/runs.toml", '["part/ticks".moments]\npause = { event = "waits" }\n')
    project.page(SHOWN + "\n[here](moment:part/ticks.pause)\n")
    built = project.build()
    assert built.returncode != 0
    assert built.stderr.count("exit status 3") == 2  # in each language
    assert "ticks-pause" not in built.stderr
    assert "index.html" not in built.stderr


@pytest.mark.thorough
def test_a_moment_that_no_player_shows_fails_the_build(project):
    project.program("part/ticks", TICKS.format(name="name", said="end"))
    project.write("snippets/runs.toml", '["part/ticks".moments]\npause = { event = "waits" }\n')
    project.page(SHOWN.replace("player", "output") + "\n[here](moment:part/ticks.pause)\n")
    built = project.build()
    assert built.returncode != 0
    assert 'but no page shows it: show="player"' in built.stderr
