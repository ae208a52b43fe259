"""Programs on the disk: which there are, and what is near to a name that is none."""

from __future__ import annotations

import pytest
from runs.near import nearest
from runs.programs import Program, Programs, UnknownProgram, longest_sleep

FILES = ("pt/b/two", "en/b/two", "pt/a/one", "en/a/one", "pt/only", "en/c/d/deep")


@pytest.fixture
def programs(tmp_path):
    for name in FILES:
        file = tmp_path / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"print({name!r})\n")
    (tmp_path / "en/a/notes.txt").write_text("no program")
    (tmp_path / "en/a/folder.py").mkdir()
    return Programs(tmp_path)


def test_each_program_is_there_once_in_order(programs):
    assert programs.names == ["a/one", "b/two", "c/d/deep", "only"]
    assert [(p.language, p.name) for p in programs] == [
        ("en", "a/one"), ("en", "b/two"), ("en", "c/d/deep"),
        ("pt", "a/one"), ("pt", "b/two"), ("pt", "only"),
    ]  # fmt: skip
    one = programs.get("pt", "a/one")
    assert (one.where, one.filename) == ("snippets/pt/a/one.py", "one.py")
    assert one.source == "print('pt/a/one')\n"


@pytest.mark.parametrize(
    ("language", "name", "told"),
    [
        ("en", "only", "no program 'only' in snippets/en (there is one in snippets/pt)"),
        ("pt", "c/d/dee", "no program 'c/d/dee' in snippets/pt"),
        ("en", "c/d/dee", "no program 'c/d/dee' in snippets/en; the nearest: 'c/d/deep'"),
        ("en", "x/deep", "no program 'x/deep' in snippets/en; the nearest: 'c/d/deep'"),
        ("en", "zzz", "no program 'zzz' in snippets/en"),
    ],
)
def test_a_name_that_is_none_is_told_with_the_nearest(programs, language, name, told):
    with pytest.raises(UnknownProgram) as error:
        programs.get(language, name)
    assert str(error.value) == f"there is {told}"


def test_at_most_three_names_are_near():
    known = [f"part/name{n}" for n in range(5)]
    assert nearest("part/name", known).count("'part/name") == 3
    assert nearest("name", ["elsewhere/nam", "name"]) == "; the nearest: 'name', 'elsewhere/nam'"


def test_the_longest_sleep_is_that_of_the_text():
    assert longest_sleep("sleep(0.2)\nasyncio.sleep(3)\nsleep(1.5)\n") == 3
    assert longest_sleep("sleep(n)\n") == 0


def test_the_lines_of_a_piece_of_code(tmp_path):
    program = Program("en", "p", tmp_path, "a = 1\nb = a\nc = 2\n")
    assert program.lines_with("a") == [1, 2]
    assert program.lines_with("d") == []


BESIDE = {
    "one": "import json, two\n",
    "two": "from three import x\nimport one\n",
    "three": "x = 1\n",
    "json": "",
    "other": "not Python",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "en/part").mkdir(parents=True)
    for name, source in BESIDE.items():
        (tmp_path / f"en/part/{name}.py").write_text(source)
    return tmp_path


def test_a_program_knows_what_it_imports_of_its_folder_and_what_that_imports(folder):
    of = {p.filename: [n.file.name for n in p.beside] for p in Programs(folder)}
    assert of["one.py"] == ["two.py", "three.py"]  # and json is Python's own
    assert of["two.py"] == ["three.py", "one.py"]
    assert of["three.py"] == of["other.py"] == []


def test_a_program_is_another_where_what_it_imports_has_changed(folder):
    before = Programs(folder).get("en", "part/one")
    assert before == Programs(folder).get("en", "part/one")
    (folder / "en/part/three.py").write_text("x = 2\n")
    assert before != Programs(folder).get("en", "part/one")
