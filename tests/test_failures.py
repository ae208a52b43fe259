"""Every fault makes a real build fail, all of them are told at once, and the last site stays."""

from __future__ import annotations

import time

import pytest

# What a program may do wrong, and what the build must say about it.
WRONG = {
    "raises": ("1 / 0", "expected exit status 0, but it ended with exit status 1"),
    "hangs": ("import threading\nthreading.Event().wait()", "it was still running then"),
    "deaf": (
        "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nwhile True:\n    time.sleep(1)",
        "expected it to stop when asked to",
    ),
    "sys_exit": ("import sys\nsys.exit(0)", "it called sys.exit"),
    "os_exit": ("import os\nos._exit(0)", "it left by os._exit"),
    "floods": ("print('x' * 100_000_000)", "at most 100,000 bytes of output"),
    "leaves": ("import subprocess\nsubprocess.Popen(['sleep', '60'])", "it left: sleep 60"),
    "asks": ("input('?')", "EOFError: EOF when reading a line"),
    "closes": ("import sys\nsys.stdout.close()", "expected its stdout to stay open"),
    "kills": ("import os\nos.killpg(os.getpgid(os.getppid()), 9)", "was killed by SIGKILL"),
    "latin": ("import sys\nsys.stdout.buffer.write(b'\\xe9\\n')", "expected output in UTF-8"),
    "warns": ("async def f():\n    pass\n\n\nf()", "expected no such warning"),
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
    began = time.monotonic()
    built = published.build()
    assert built.returncode != 0
    assert time.monotonic() - began < 40
    for name, (_, told) in WRONG.items():
        for lang in ("pt", "en"):
            file = f"snippets/{lang}/part/{name}.py"
            assert file in built.stderr
            about = built.stderr.split(f"\n{file}\n", 1)[-1]
            assert about, f"nothing told about {file}"
            assert f"to run it alone: python3 {file}" in about
            if told and name != "differs":
                assert told in about.split("to run it alone", 1)[0], about[:600]
    assert published.home == last
    assert not (published.folder / "site.building").exists()


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"docs/pt/index.md": '# H { #h }\n\n```python exec="on" run="part/shwon"\n```\n'},
            "there is no program 'part/shwon' in snippets/pt; the nearest: 'part/shown'",
        ),
        (
            {"snippets/pt/part/alone.py": "print(1)\n"},
            "snippets/pt/part/alone.py",
        ),
        (
            {"snippets/en/part/shown.py": "print(3)\n"},
            "snippets/en/part/shown.py:1",
        ),
        (
            {"docs/pt/index.md": "# H { #home }\n\n## Sem id\n"},
            "docs/pt/index.md:3",
        ),
        (
            {"docs/en/index.md": "# H { #home }\n\n[x](nowhere.md)\n"},
            "nowhere.md",
        ),
        (
            {"docs/en/index.md": "# H { #home }\n\n[x](reference/glossary.md#nothing)\n"},
            "nothing",
        ),
        (
            {"docs/en/index.md": '# H { #home }\n\n<a href="../gone/">x</a>\n'},
            "../gone/ leads nowhere",
        ),
        (
            {"docs/en/index.md": "# H { #home }\n\n![x](https://example.org/x.png)\n"},
            "would fetch https://example.org/x.png",
        ),
        (
            {
                "docs/pt/index.md": '# H { #home }\n\n```python exec="on" run="part/shown"'
                ' x="1"\n```\n'
            },
            "unknown option x; known are mark, show",
        ),
        (
            {
                "docs/pt/index.md": '# H { #home }\n\n```python exec="on" run="part/shown"'
                ' mark="absent"\n```\n'
            },
            "no line of snippets/pt/part/shown.py contains 'absent'",
        ),
        ({"docs/pt/index.md": "# H { #home }\n\n{{ part/shown.speed }}\n"}, "has no value 'speed'"),
        ({"docs/pt/index.md": "# H { #home }\n\n{{ part/shown @ absent }}\n"}, "'absent'"),
        ({"docs/pt/index.md": "# H { #home }\n\n[x](term:corotine)\n"}, "coroutine"),
        ({"docs/pt/index.md": "# H { #home }\n\nO loop de eventos.\n"}, "laço de eventos"),
        (
            {
                "docs/pt/index.md": '# H { #home }\n\n```predict run="part/shown"\n?\n'
                "- 1\n- 3\n---\nx\n```\n"
            },
            "expected exactly one option to be what snippets/pt/part/shown.py printed ('2')",
        ),
        ({"snippets/runs.toml": '["part/shown"]\nrases = "x"\n'}, "unknown key 'rases'"),
        ({"snippets/runs.toml": '["part/shwon"]\nexits = 1\n'}, "the nearest: 'part/shown'"),
        ({"scripts/languages/interface/en.toml": 'locale = "en"\n'}, "the key 'output' is missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_mistake_in_pages_and_declarations_fails_the_build(project, files, told):
    project.program("part/shown", "print(2)\n")
    for name, text in files.items():
        project.write(name, text)
    built = project.build()
    assert built.returncode != 0
    assert told in built.stdout + built.stderr
    assert not (project.folder / "site").exists()


def test_what_a_program_prints_is_text_and_never_markup(project):
    project.program("part/markup", "print('</pre><script>alert(1)</script>')\n")
    project.page('```python exec="on" run="part/markup"\n```')
    built = project.build()
    assert built.returncode == 0, built.stderr
    assert "&lt;/pre&gt;&lt;script&gt;alert(1)" in project.home
    assert "<script>alert(1)" not in project.home


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
