"""The commands of scripts/translate in a small project, and what they say after each change."""

from __future__ import annotations

import json
import re
import shutil
from argparse import Namespace
from types import SimpleNamespace

import pytest
from commands import run
from languages import carry, on_disk
from languages.freshness import State
from languages.naming import Refused
from languages.translate import main
from languages.workshop import PageState
from made import ROOT, Project, environment, thorough
from tea import CHA, TEA, change, git, states, translate


@pytest.fixture
def workshop(translated, tmp_path) -> Project:
    """A copy of it, to be changed."""
    shutil.copytree(translated, tmp_path / "project")
    return Project(tmp_path / "project")


# -- where nothing can be written

FULL = """
import sys
from pathlib import Path
from languages.translate import main

def full(file, text, **options):
    file.write_bytes(text.encode()[:9])
    raise OSError(28, "No space left on device", str(file))

Path.write_text = full
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "words",
    ["done en part", thorough("start en part"), thorough("sync part/tea"), thorough("new es")],
)
def test_where_no_file_can_be_written_all_is_as_it_was(workshop, words):
    if words.startswith("start"):
        (workshop.folder / "docs/en/part.md").unlink()
        shutil.rmtree(workshop.folder / "snippets/en")
    if words.startswith("sync"):
        (workshop.folder / "snippets/en/part/tea.py").unlink()
    change(workshop, "docs/pt/part.md", "Isso foi tudo.", "Isso não foi tudo.")
    before = contents(workshop)
    env = {**environment(), "PYTHONPATH": "scripts", "PYTHONDONTWRITEBYTECODE": "1"}
    told = run(["-c", FULL, *words.split()], workshop.folder, env)
    assert (told.returncode, told.stdout) == (1, "")
    assert re.fullmatch(
        r"Nothing more can be written: No space left on device .*: make room there, and call this"
        r" again\nWhat it was about is as it was\.\n",
        told.stderr,
    )
    assert contents(workshop) == before
    assert translate(workshop, *words.split()).returncode == 0


def contents(project: Project) -> dict[str, bytes]:
    files = (file for file in project.folder.rglob("*") if file.suffix != ".pyc")
    return {str(file): file.read_bytes() for file in files if file.is_file()}


def test_what_is_written_keeps_its_links_and_rights(tmp_path):
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    on_disk.put(link, "new")
    assert (link.is_symlink(), file.read_text(), file.stat().st_mode & 0o777) == (
        True,
        "new",
        0o640,
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "link"]


# -- what is stale


def test_a_page_that_was_called_done_waits_for_nobody(workshop):
    assert states(workshop) == {}
    told = translate(workshop, "status", "en").stdout
    assert " part " not in told
    assert told.count(" words; ") == 1, "of one language"


def test_status_names_a_program_whose_logic_has_changed(workshop):
    change(workshop, "snippets/pt/part/tea.py", "sleep(0.1)", "sleep(0.2)")
    whole = translate(workshop, "status", "en").stdout
    assert re.search(r"^ +0 words +part +1 fault$", whole, re.MULTILINE)
    told = translate(workshop, "status", "en", "part").stdout
    assert "snippets/en/part/tea.py:6: snippets/pt/part/tea.py:6 says asyncio.sleep(0.2)" in told
    assert " words; " not in told, "of one page"


def test_status_shows_what_changed_where_the_history_knows_it(workshop):
    git(workshop, "init", "-q")
    git(workshop, "add", "docs")
    git(workshop, "commit", "-qm", "one")
    change(workshop, "docs/pt/part.md", "Isso foi tudo.", "Isso não foi tudo, nem quase.")
    told = translate(workshop, "status", "en", "part").stdout
    assert "stale     #end" in told
    assert "Isso {+não+} foi [-tudo.-] {+tudo, nem quase.+}" in told
    assert translate(workshop, "done", "en", "part", "end").returncode == 0
    assert states(workshop) == {}


@pytest.mark.nightly
def test_a_page_that_is_missing_is_begun_with_its_programs_and_ended_section_by_section(workshop):
    (workshop.folder / "docs/en/part.md").unlink()
    (workshop.folder / "snippets/en/part/tea.py").unlink()
    assert set(states(workshop).values()) == {"missing"}
    begun = translate(workshop, "start", "en", "part")
    assert begun.returncode == 0, begun.stderr
    assert "docs/en/part.md" in begun.stdout
    assert "snippets/en/part/tea.py" in begun.stdout
    assert (workshop.folder / "snippets/en/part/tea.py").read_text(encoding="utf-8") == CHA
    assert set(states(workshop).values()) == {"missing"}, "it is still in the words of the source"
    refused = translate(workshop, "done", "en", "part")
    assert refused.returncode == 1
    assert "still read as in the source" in refused.stderr
    assert "#water" in refused.stderr
    change(workshop, "docs/en/part.md", "Isso foi tudo.", "That was all.")
    assert states(workshop)["end"] == "unmarked"
    assert translate(workshop, "done", "en", "part", "#end").returncode == 0
    assert "end" not in states(workshop)
    assert "is there already" in translate(workshop, "start", "en", "part").stderr


def test_what_is_not_right_is_not_called_done(workshop):
    change(workshop, "docs/en/part.md", "- Pour it.\n", "")
    refused = translate(workshop, "done", "en", "part")
    assert refused.returncode == 1
    assert "docs/en/part.md:" in refused.stderr
    assert "expected an item of a list more in the section #water" in refused.stderr
    assert "nothing was noted" in refused.stderr


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("see [the end](#end)", "see the end", "expected a link to #end more in the section #tea"),
        thorough("That was all.", '!!! note "So"\n    That was all.', "came !!! note"),
        thorough("That was all.", "| a |\n|---|\n| b |", "came a row of a table"),
        ("## Water { #water }", "## Water { #waters }", "make the headings the same in both"),
        ('from: pt', 'from: [', "the front matter is not valid YAML"),
        thorough('from: pt', 'from: xx', "expected the page that this one translates, docs/xx"),
    ],
)  # fmt: skip
def test_check_names_what_is_built_otherwise(workshop, old, new, fault):
    change(workshop, "docs/en/part.md", old, new)
    checked = translate(workshop, "check")
    assert checked.returncode == 1
    assert fault in checked.stdout + checked.stderr
    assert "Traceback" not in checked.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("status", "es"), "there is no language 'es' here; there are pt, en"),
        (("check", "es"), "there is no language 'es' here; there are pt, en"),
        (("status", "pt-BR"), "there is no language 'pt-BR' here; the nearest: 'pt'"),
        (("statsu", "en"), "there is no command 'statsu'; the nearest: 'status'"),
        (("status", "en", "prat"), "there is no page 'prat'; the nearest: 'part'"),
        (("done", "en", "part", "watr"), "has no section #watr; the nearest: 'water'"),
        (("done", "pt", "part"), "is an original"),
        (("sync", "part/te"), "there is no program 'part/te'; the nearest: 'part/tea'"),
        (("new", "en"), "en is open already"),
        (("new", "xx"), "no language is known by the code 'xx'"),
        (("new", "pt-PT"), "pt is open already, and a language is here once"),
        (("new", "zh-Hant"), "expected a code of two or three small letters"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_nearest_that_can(translated, capsys, words, told):
    assert main([*words], translated) == 1
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""


def test_what_can_be_done_is_told_when_asked(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "Carry a new program" in capsys.readouterr().out


# -- carry a change over


@pytest.fixture
def kept(workshop):
    """The workshop with a history."""
    git(workshop, "init", "-q")
    git(workshop, "add", "docs", "snippets")
    git(workshop, "commit", "-qm", "one")
    return workshop


def test_a_change_of_logic_is_carried_over_and_only_new_words_are_left(kept):
    change(kept, "snippets/pt/part/tea.py", '"morno")\n', '"frio", "gelo")\n')
    kept.write("snippets/runs.toml", '["part/tea"]\nwords = [{pt = "gelo", en = "ice"}]\n')
    change(kept, "snippets/pt/part/tea.py", "sleep(0.1)", "sleep(0.2)")
    assert translate(kept, "check", "en", "part").returncode == 1
    for lang in ("pt", "en"):  # its name begins with that of the other
        kept.write(f"snippets/{lang}/part/tea_pot.py", "pass\n")
    fence = '```python exec="on" run="part/tea_pot"\n```'
    kept.write("docs/pt/pot.md", f"# P {{ #pot }}\n\n{fence}\n")
    done = translate(kept, "sync", "part/tea")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "snippets/en/part/tea.py: it has the new logic; 1 text to translate:",
        '  snippets/en/part/tea.py:8: "frio"',
        '      before: "warm"',
        "What these pages say and ask about it may have to change as well:",
        "  docs/pt/part.md",
        "  docs/en/part.md",
    ]
    expected = TEA.replace("0.1", "0.2").replace('"warm"', '"frio", "ice"')
    assert (kept.folder / "snippets/en/part/tea.py").read_text(encoding="utf-8") == expected
    assert translate(kept, "check", "en", "part").returncode == 0
    again = translate(kept, "sync", "part/tea").stdout
    assert again.startswith(
        "snippets/en/part/tea.py: nothing to do, it is the same program\nWhat these"
    )


def test_sync_writes_a_program_only_where_a_page_shows_it(tmp_path, monkeypatch):
    def page(language, file):
        state = {"a/b": State.MISSING}
        return PageState(language, "a.md", "A", "pt", file, 0, (), state)

    shown = {"en": page("en", tmp_path / "docs/en/a.md"), "es": page("es", None)}
    shop = SimpleNamespace(
        root=tmp_path,
        programs={"pt": {"a/b": "print('á')\n"}, "en": {}, "es": {}},
        located=SimpleNamespace(languages=("pt", "en", "es"), mark=lambda *_: None),
        view=SimpleNamespace(renamed={}, instead={(code, "a/b"): "pt" for code in shown}),
        language=lambda code: SimpleNamespace(pages=[shown[code]]),
    )
    monkeypatch.setattr(carry, "language", lambda *_: None)
    carry.sync_program(shop, Namespace(program="a/b", source="pt"))
    assert [each.name for each in (tmp_path / "snippets").iterdir()] == ["en"]
    with pytest.raises(Refused, match="expected a language that has a/b after --from, came 'es'"):
        carry.sync_program(shop, Namespace(program="a/b", source="es"))


def test_sync_tells_what_is_wrong_with_what_is_declared(tmp_path):
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/runs.toml").write_text("[a\n")
    with pytest.raises(Refused, match="not valid TOML"):
        carry._declared(tmp_path, "a/b")


def test_the_language_in_which_it_was_changed_is_found(kept):
    change(kept, "snippets/en/part/tea.py", "sleep(0.1)", "sleep(0.3)")
    assert translate(kept, "sync", "part/tea").returncode == 0
    expected = CHA.replace("0.1", "0.3")
    assert (kept.folder / "snippets/pt/part/tea.py").read_text(encoding="utf-8") == expected


def test_a_change_in_both_languages_asks_which_one_counts(kept):
    change(kept, "snippets/en/part/tea.py", "sleep(0.1)", "sleep(0.3)")
    change(kept, "snippets/pt/part/tea.py", "sleep(0.1)", "sleep(0.2)")
    refused = translate(kept, "sync", "part/tea")
    assert refused.returncode == 1
    assert "in which language was part/tea changed?" in refused.stderr


def test_without_a_history_sync_says_so(workshop):
    change(workshop, "snippets/pt/part/tea.py", "sleep(0.1)", "sleep(0.2)")
    refused = translate(workshop, "sync", "part/tea", "--from", "pt")
    assert refused.returncode == 1
    assert "change that one by hand" in refused.stderr


# -- a new language


@pytest.mark.nightly  # every program runs
def test_the_site_itself_is_built_in_a_new_language(tmp_path):
    """Whatever its pages ask for falls back."""
    left = shutil.ignore_patterns(".git", ".venv*", "site", "node_modules", "__pycache__")
    shutil.copytree(ROOT, tmp_path / "copy", ignore=left)
    copy = Project(tmp_path / "copy")
    opened = translate(copy, "new", "es")
    assert opened.returncode == 0, opened.stderr
    built = copy.build()
    assert built.returncode == 0, built.stderr
    page = (copy.folder / "site/es/part-1/await/index.html").read_text(encoding="utf-8")
    assert 'class="exercise"' in page


def test_a_new_language_builds_at_once_and_then_shows_what_is_translated(workshop):
    change(workshop, "mkdocs.yml", "\nextra:\n", "\nextra:\n  ring:\n    part.md: [ready]\n")
    opened = translate(workshop, "new", "es")
    assert opened.returncode == 0, opened.stderr
    built = workshop.build()
    assert built.returncode == 0, built.stderr
    page = (workshop.folder / "site/es/part/index.html").read_text(encoding="utf-8")
    assert '<html lang="es"' in page
    assert '<div lang="pt-BR" dir="ltr">' in page
    assert '<figure class="opening"' in page, "of terms that have no words in it"
    assert "Isso foi tudo." in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/part/"' in page
    assert 'hreflang="es" href' not in page
    assert "untranslated" in page
    assert translate(workshop, "start", "es", "part", "--from", "en").returncode == 0
    change(workshop, "docs/es/part.md", "That was all.", "Eso fue todo.")
    change(workshop, "snippets/es/part/tea.py", '"ready"', '"listo"')
    change(
        workshop, "scripts/languages/interface/es.toml", '# output = "Output"', 'output = "Salida"'
    )
    change(workshop, "scripts/languages/interface/es.toml", 'locale = "es"', 'locale = "es_MX"')
    built = workshop.build()
    assert built.returncode == 0, built.stderr
    page = (workshop.folder / "site/es/part/index.html").read_text(encoding="utf-8")
    for said in ("Eso fue todo.", "listo", "Salida", 'hreflang="es-MX" href', '<html lang="es-MX"'):
        assert said in page
    assert '<div lang="pt-BR" dir="ltr">' not in page
    home = (workshop.folder / "site/es/index.html").read_text(encoding="utf-8")
    assert '<div lang="pt-BR" dir="ltr">' in home, "the rest falls back"
    change(workshop, "snippets/es/part/tea.py", "0.1", "0.2")
    assert "only words may change" in translate(workshop, "check", "es", "part").stdout


def test_a_key_that_waits_is_there_and_one_that_is_gone_is_a_fault(workshop):
    assert translate(workshop, "new", "es").returncode == 0
    assert "interface 2 of" in translate(workshop, "status", "es").stdout
    change(workshop, "scripts/languages/interface/es.toml", '# output = "Output"\n', "")
    checked = translate(workshop, "check", "es")
    assert (
        "expected the key 'output' below this one, as in pt.toml:"
        in checked.stdout + checked.stderr
    )


# -- what the site says of it


def test_a_section_whose_original_has_changed_says_so_and_leads_to_it(workshop):
    change(workshop, "docs/pt/part.md", "Isso foi tudo.", "Isso não foi tudo.")
    built = workshop.build()
    assert built.returncode == 0, built.stderr
    page = (workshop.folder / "site/en/part/index.html").read_text(encoding="utf-8")
    notice = '<a href="../../part/#end">Read the original.</a>'
    assert page.count('<p class="stale"') == 1
    assert page.index('id="end"') < page.index(notice) < page.index("That was all.")
    assert 'class="stale"' not in (workshop.folder / "site/part/index.html").read_text("utf-8")


@pytest.mark.nightly
def test_the_status_page_its_data_and_its_badges_say_what_the_command_says(workshop):
    for lang in ("pt", "en"):
        workshop.write(f"docs/{lang}/status.md", "# S { #status }\n\n{{ translations }}\n")
    settings = workshop.folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace(
        "  - part.md\n", "  - part.md\n  - status.md\n"
    )
    settings.write_text(
        text.replace(
            'repo_url: !ENV [REPO_URL, ""]', "repo_url: https://example.org/me/it"
        ).replace('edit_uri: !ENV [EDIT_URI, ""]', "edit_uri: edit/main/docs/"),
        encoding="utf-8",
    )
    change(workshop, "docs/pt/part.md", "Isso foi tudo.", "Isso não foi tudo.")
    assert translate(workshop, "new", "es").returncode == 0
    built = workshop.build()
    assert built.returncode == 0, built.stderr
    beside = workshop.folder / "site/en/status"
    told = json.loads((beside / "translations.json").read_text(encoding="utf-8"))
    part = told["en"]["pages"]["part"]
    assert {id: s["state"] for id, s in part["sections"].items()} == {
        "description": "done", "tea": "done", "water": "done", "end": "stale",
    }  # fmt: skip
    assert part["programs"] == {"part/tea": {"same": True, "ran": True, "equal": True}}
    assert part["to_do"] == 6 == len("O fim Isso não foi tudo.".split())
    assert told["es"]["percent"] == 0
    assert not told["es"]["pages"]["part"]["exists"]
    assert f"{told['en']['percent']} %" in (beside / "en.svg").read_text(encoding="utf-8")
    page = (beside / "index.html").read_text(encoding="utf-8")
    assert '<a href="../part/#end" lang="en">The end</a>: the original has changed' in page
    assert "same program ✓, ran ✓, as many lines of output ✓" in page
    assert "https://example.org/me/it/edit/main/docs/en/part.md" in page
    assert "https://example.org/me/it/new/main/docs/es?filename=part.md" in page


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ("from: [", ": the front matter is not valid YAML: "),
        ("from: xx", "expected the page that this one translates, docs/xx/part.md"),
        ("form: pt", "docs/en/part.md:3: translation: expected 'from'"),
    ],
)
def test_a_mark_that_cannot_be_read_fails_the_build_with_its_line(workshop, new, fault):
    change(workshop, "docs/en/part.md", "from: pt", new)
    built = workshop.build()
    assert built.returncode != 0
    assert fault in built.stderr
    assert "Traceback" not in built.stderr
