"""``python3 scripts/check``, of pages and programs: each fault once, with its file and line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest
from commands import run
from made import ROOT, Project, environment, thorough
from toolchain.node import node

PAGE = "# Page {{ #{id} }}\n\nText.\n"
MARKED = "---\ntranslation:\n{mark}\n---\n\n# Page {{ #{id} }}\n\nText.\n"
# By the name of a page: its front matter, where the fault is, and what is told of it.
MARKS = {
    "own": ("  from: en", "3: expected another language after 'from', came its own"),
    "gone": ("  from: de", "3: expected the page that this one translates, docs/de/gone.md"),
    "none": ("  sections: {}", "expected 'from', the language of the source: "),
    "text": ("  pt", "expected 'from', the language of the source: "),
    "list": ("  from: pt\n  sections: [a]", "expected the sections by name, came ['a']: "),
    "short": (
        "  from: pt\n  sections: {a: abc}",
        "a: expected one or three times eight hexadecimal digits, came ",
    ),
}


def checked(project: Project) -> list[str]:
    """What is told; the last line says how many faults there are."""
    done = run(["-m", "languages"], project.folder, {**environment(), "PYTHONPATH": "scripts"})
    assert done.stderr == ""
    said, _, count = done.stdout.strip().rpartition("programs and pages in pairs")
    assert ("no faults" in count) == (said.strip() == "") == (done.returncode == 0)
    return said.strip().splitlines()


def test_a_project_without_faults_has_none(project):
    project.program("part/shown", "print(1)\n")
    project.page('```python exec="on" run="part/shown"\n```')
    assert checked(project) == []


def test_what_is_of_a_language_that_the_site_does_not_have_is_told(project):
    project.write("snippets/es/part/x.py", "print(1)\n")
    project.write("docs/fr/x.md", "# X { #x }\n")
    project.write("docs/images/x.svg", "<svg/>")
    expected = "expected a language of the site (pt, en), came"
    ways = "move or remove it, or open that language (python3 scripts/translate new"
    assert checked(project) == [
        f"docs/fr: {expected} fr: {ways} fr)",
        f"snippets/es: {expected} es: {ways} es)",
    ]


def test_each_mark_of_a_translation_that_cannot_be_is_told(project):
    for id, (mark, _) in MARKS.items():
        project.write(f"docs/pt/{id}.md", PAGE.format(id=id))
        project.write(f"docs/en/{id}.md", MARKED.format(id=id, mark=mark))
    project.write("docs/en/index.md", "---\n- a\n---\n\n# Home { #home }\n\nText.\n")
    found = checked(project)
    for id, (_, told) in MARKS.items():
        (about,) = [each for each in found if each.startswith(f"docs/en/{id}.md:")]
        assert told in about
    (about,) = [each for each in found if each.startswith("docs/en/index.md:")]
    assert about.startswith("docs/en/index.md:2: expected keys and values in the front matter")
    assert len(found) == len(MARKS) + 1


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"mkdocs.yml": "plugins: [search]\n"},
            ["mkdocs.yml:1: expected the plugin i18n with the locale and name of each language"],
        ),
        thorough({"mkdocs.yml": "plugins: [\n"}, ["mkdocs.yml:2: not valid YAML: "]),
        (
            {"docs/en/index.md": "# H { #home }\r\n\r\na\u2028b\x00\r\n".encode()},
            ["docs/en/index.md:3: expected text that can be seen, came U+2028 (LINE SEPARATOR)"],
        ),
        (
            {"docs/en/index.md": b"# H { #home }\n\n\xe9\n", "docs/pt/index.md": b"\n\xff\n"},
            [
                "docs/pt/index.md:2: expected UTF-8, came the byte 0xff",
                "docs/en/index.md:3: expected UTF-8, came the byte 0xe9",
            ],
        ),
        thorough(
            {
                "docs/en/index.md": "---\ndescription: x\n\n# H { #home }\n",
                "docs/pt/index.md": "# H { #home }\n\na\u202eb\u200bc\n",
            },
            ["docs/pt/index.md:3: expected text that can be seen, came U+202E (RIGHT-TO-LEFT"],
        ),
        thorough(
            {"docs/en/index.md": "---\ndescription: x\n\n# H { #home }\n"},
            ["docs/en/index.md:1: expected the front matter to end with --- alone on a line: add"],
        ),
        thorough(
            {f"snippets/{lang}/part/one.py": "x = 1\n\n# a\u2066b\n" for lang in ("pt", "en")},
            ["snippets/pt/part/one.py:3: U+2066 (LEFT-TO-RIGHT ISOLATE), which nobody sees"],
        ),
        thorough(
            {"snippets/en/part/long.py": "pass\n" * 41, "snippets/pt/part/long.py": "pass\n" * 41},
            [
                "snippets/pt/part/long.py:41: expected 40 lines at most, came 41",
                "snippets/en/part/long.py:41: expected 40 lines at most, came 41",
            ],
        ),
        (
            {f"snippets/{lang}/part/one.py": "import yaml\n" for lang in ("pt", "en")},
            [
                "snippets/pt/part/one.py:1: expected the standard library alone, or a program of",
                "snippets/en/part/one.py:1: expected the standard library alone, or a program of",
            ],
        ),
        thorough(
            {"snippets/en/part/more.py": "x = 1\n"},
            ["snippets/en/part/more.py:1: no page shows this program: delete it"],
        ),
        ({"snippets/runs.toml": "[x]\n"}, ['snippets/runs.toml:1: ["x"] no language has such a']),
    ],
    ids="plugin yaml unseen bytes turned open hidden long library pair contract".split(),
)  # fmt: skip
def test_each_fault_is_told_once_with_its_file(project, files, told):
    for name, text in files.items():
        project.write(name, text)
    found = "\n".join(checked(project))
    for each in told:
        assert found.count(each) == 1, found


@pytest.mark.parametrize(
    ("ring", "told"),
    [
        ("{index.md: [redy]}", "index.md: expected one of ready, running, selector, timers,"),
        ("{index.md: [redy]}", "came 'redy'; the nearest: 'ready'"),
        ("{indx.md: [ready]}", "expected a page, came 'indx.md'; the nearest: 'index.md'"),
        ("{index.md: [ready, ready]}", "index.md: expected each part once, came 'ready' again"),
        ("{index.md: [[ready]]}", "expected one of ready, running, selector, timers, suspended"),
        ("{index.md: ready}", "index.md: expected a list of parts (ready, running,"),
        ("[ready]", "expected a page and a list of parts on each line, came ['ready']"),
    ],
)
def test_what_a_page_is_about_is_a_part_of_the_ring(project, ring, told):
    settings = project.folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("extra:\n", f"extra:\n  ring: {ring}\n"), encoding="utf-8")
    (found,) = checked(project)
    assert re.match(r"mkdocs.yml:\d+: extra.ring: ", found)
    assert told in found


def test_a_slip_in_the_settings_is_not_told_again_of_the_drawings_that_pages_ask_for(project):
    project.page("{{ ring }}\n\n{{ ring index.md }}\n\n{{ ring two.md }}")
    project.write("docs/pt/two.md", "# A { #a }\n")
    file = project.folder / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    rings = "extra:\n  ring: {index.md: [redy], two.md: [ready]}\n"
    file.write_text(text.replace("extra:\n", rings), encoding="utf-8")
    told = checked(project)
    assert [each.split(":")[2].strip() for each in told] == ["nav", "extra.ring"]


def test_a_page_asks_for_the_drawing_of_a_page_that_has_one(project):
    project.page("{{ ring }}\n\n{{ ring part-1/awiat.md }}")
    project.write("docs/pt/part-1/await.md", "# A { #a }\n")
    settings = project.folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - index.md\n", "  - index.md\n  - part-1/await.md\n"))
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(
            "extra:\n", "extra:\n  ring: {part-1/await.md: [running]}\n"
        )
    )
    found = checked(project)
    for language, each in zip(("pt", "en"), found, strict=True):
        assert each.startswith(f"docs/{language}/index.md:5: expected a page with a line under")
        assert "came 'part-1/awiat.md'; the nearest: 'part-1/await.md'" in each


def test_two_runs_are_asked_for_together(project):
    project.program("part/one", "print(1)\n")
    fence = '```python exec="on" run="part/one" {}\n```'
    project.page(
        "\n\n".join(
            fence.format(options)
            for options in ('show="times"', 'beside="part/one"', 'show="times" beside="part/on"')
        )
    )
    found = [each for each in checked(project) if each.startswith("docs/en")]
    assert len(found) == 3
    for line, each in zip((3, 6), found, strict=False):
        assert each.startswith(f'docs/en/index.md:{line}: expected show="times" and beside=')
    assert found[2].endswith(
        "there is no program 'part/on' in snippets/en; the nearest: 'part/one'"
    )


SHOWN_TERM = """
["part/one".moments]
first = {{ event = "output", shows = ["{}"] }}
"""


def test_a_moment_shows_a_term_that_is_there_on_a_page(project):
    project.program("part/one", "import asyncio\n\nasyncio.run(asyncio.sleep(0, print(1)))\n")
    project.write("snippets/runs.toml", SHOWN_TERM.format("task"))
    (found,) = checked(project)
    assert found.startswith("snippets/runs.toml:3: first: shows 'task', but no page has the player")
    project.page('```python exec="on" run="part/one" show="player"\n```')
    assert checked(project) == []
    project.write("snippets/runs.toml", SHOWN_TERM.format("tsk"))
    (found,) = checked(project)
    assert found.startswith(
        "snippets/runs.toml:3: part/one: first: expected a term of the glossary"
    )
    assert found.endswith("came 'tsk'; the nearest: 'task'")


def test_what_follows_from_a_fault_is_not_told_beside_it(project):
    project.program("part/one", "print(1)\n")
    fence = '```python exec="on" run="part/one"\n```'
    slips = {
        "name": (fence, fence.replace("one", "noe")),
        "marks": (fence, fence.replace("```", "~~")),
        "link": ("[x](index.md)", "[x](indx.md)"),
        "kind": ('!!! note "N"\n    x', '!!! noet "N"\n    x'),
        "moment": ("[x](term:task)", "[x](term:tsk)"),
        "empty": ("x", None),
    }
    for id, (good, bad) in slips.items():
        project.write(f"docs/pt/{id}.md", f"# H {{ #h }}\n\n{good}\n")
        project.write(f"docs/en/{id}.md", "" if bad is None else f"# H {{ #h }}\n\n{bad}\n")
    found = [each for each in checked(project) if ": nav: " not in each]
    for id in slips:
        assert len([each for each in found if each.startswith(f"docs/en/{id}.md:")]) == 1, found
    assert len(found) == len(slips)


def test_links_that_cannot_be_followed_are_told(project):
    assets = project.folder / "docs/assets"
    (assets / "gone.png").symlink_to("nowhere")
    (assets / ".#lock").symlink_to("someone@somewhere.1")
    for one, other in ("ab", "ba"):
        (assets / one).mkdir()
        (assets / one / "link").symlink_to(f"../{other}")
    round = "expected a folder, came a symbolic link to one that it lies in: remove it"
    assert checked(project) == [
        f"docs/assets/a/link/link: {round}",
        f"docs/assets/b/link/link: {round}",
        "docs/assets/gone.png: expected a file, came a symbolic link that leads nowhere: mend or"
        " remove it",
    ]


def test_names_that_not_every_machine_can_have_are_told(project):
    for name in (b"a\xff.md", b"Index.md", "a\u0303o.md".encode(), "\u00e3o.md".encode()):
        shutil.copy(
            project.folder / "docs/pt/index.md",
            os.fsencode(project.folder / "docs/pt") + b"/" + name,
        )
    project.program("part/shown", "print(1)\n")
    project.program("Part/shown", "print(1)\n")
    other = "in more than capitals and the way accents are written"
    assert [each.partition(", for on")[0] for each in checked(project)] == [
        "docs/pt/a\\xff.md: expected a name in UTF-8: rename it",
        f"docs/pt/index.md: expected a name that differs from Index.md {other}",
        f"docs/pt/\u00e3o.md: expected a name that differs from a\u0303o.md {other}",
        f"snippets/en/part: expected a name that differs from Part {other}",
        f"snippets/pt/part: expected a name that differs from Part {other}",
    ]


TELLS = """
from pathlib import Path
from languages import on_disk
print(*on_disk.faults(Path()), sep="\\n")
"""


def test_what_may_not_be_read_is_told(project):
    as_anybody: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may read everything")
        as_anybody = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]
    project.program("part/shown", "print(1)\n")
    shut = ["mkdocs.yml", "docs/pt/index.md", "snippets/en/part"]
    for name in shut:
        (project.folder / name).chmod(0)
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [*as_anybody, sys.executable, "-P", "-c", TELLS]
    done = subprocess.run(command, cwd=project.folder, env=environ, capture_output=True, text=True)
    (project.folder / "snippets/en/part").chmod(0o755)
    assert [each.partition(": expected a ")[0] for each in done.stdout.splitlines()] == shut, done
    assert done.stdout.count("give yourself the right to read it") == len(shut)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n    - b\n        - c\n\n1. x\n    - **y**, *z*\n", []),
        ("- a\n  - b\n", ["MD007/ul-indent"]),  # Python-Markdown makes one list of it
        ("Call __init__ here, or _x_.\n", ["MD049/emphasis-style", "MD050/strong-style"]),
    ],
)
def test_markdown_is_checked_as_the_site_reads_it(tmp_path, text, told):
    (tmp_path / "page.md").write_text(f"# T\n\n{text}", encoding="utf-8")
    command = [node(), ROOT / "node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs"]
    config = ROOT / "scripts/languages/markdown.markdownlint-cli2.jsonc"
    command += ["--config", config, tmp_path / "page.md"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert sorted({*re.findall(r"MD\d+/[\w-]+", done.stderr)}) == told
