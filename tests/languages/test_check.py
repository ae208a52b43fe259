"""``python3 scripts/check``, of pages and programs: each fault once, with its file and line."""

from __future__ import annotations

import pytest
from commands import run
from made import Project, environment

PAGE = "# Page {{ #{id} }}\n\nText.\n"
MARKED = "---\ntranslation:\n{mark}\n---\n\n# Page {{ #{id} }}\n\nText.\n"
# By the name of a page: its front matter, where the fault is, and what is told of it.
MARKS = {
    "own": ("  from: en", "1: expected another language after 'from', came its own"),
    "gone": ("  from: de", "1: expected the page that this one translates, docs/de/gone.md"),
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
            ["mkdocs.yml: expected the plugin i18n with the locale and name of each language"],
        ),
        ({"mkdocs.yml": "plugins: [\n"}, ["mkdocs.yml: "]),
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
        (
            {"snippets/en/part/long.py": "pass\n" * 41, "snippets/pt/part/long.py": "pass\n" * 41},
            [
                "snippets/pt/part/long.py:41: expected 40 lines at most, came 41",
                "snippets/en/part/long.py:41: expected 40 lines at most, came 41",
            ],
        ),
        (
            {f"snippets/{lang}/part/one.py": "import yaml\n" for lang in ("pt", "en")},
            [
                "snippets/pt/part/one.py:1: expected the standard library alone, came 'yaml'",
                "snippets/en/part/one.py:1: expected the standard library alone, came 'yaml'",
            ],
        ),
        (
            {"snippets/en/part/more.py": "x = 1\n"},
            ["snippets/en/part/more.py:1: this program is in en only, expected snippets/pt"],
        ),
        ({"snippets/runs.toml": "[x]\n"}, ['snippets/runs.toml:1: ["x"] no language has such a']),
    ],
    ids="plugin yaml unseen bytes long library pair contract".split(),
)  # fmt: skip
def test_each_fault_is_told_once_with_its_file(project, files, told):
    for name, text in files.items():
        project.write(name, text)
    found = "\n".join(checked(project))
    for each in told:
        assert found.count(each) == 1, found
