"""What a page asks for and is not there is told with its line, without running anything."""

from __future__ import annotations

import pytest
from languages import settings
from made import ROOT
from runs import asked
from runs.asked import rules
from runs.asks import read
from runs.contracts import Contract, Named, Value
from runs.programs import Program, Programs

PAGE = """# Title { #title }

```python exec="on" run="part/shown" mark="yield 7" show="program"
```

It took {{ part/shown.wall }} s, {{ part/shown.turns }} turns, see line {{ part/shown @ yield 7 }}.

```predict run="part/shown" value="turns"
How many?
- 1
- 2
---
Because.
```
"""
FENCE = '~~~python exec="on" run="part/shown"\n~~~\nHow many?'
CONTRACTS = {"part/shown": Contract(values={"turns": Value(1)})}


@pytest.fixture
def programs(tmp_path):
    file = tmp_path / "en/part/shown.py"
    file.parent.mkdir(parents=True)
    file.write_text("def f():\n    yield 7\n")
    return Programs(tmp_path)


def faults(text, language, programs, contracts):
    return asked.faults(read(text, settings.dialect()), language, programs, contracts)


def test_a_page_that_asks_for_what_is_there_has_no_faults(programs):
    assert faults(PAGE, "en", programs, CONTRACTS) == []


@pytest.mark.parametrize(
    ("right", "wrong", "line", "told"),
    [
        ('run="part/shown" mark', 'run="part/shwon" mark', 3, "the nearest: 'part/shown'"),
        ('show="program"', 'shwo="program"', 3, "known are beside, lanes, mark, show; the nearest"),
        ('show="program"', 'show="output"', 3, "expected mark where the program is shown"),
        ('show="program"', 'beside=""', 3, 'expected a value behind each option, came beside=""'),
        ('mark="yield 7"', 'mark=""', 3, 'expected a value behind each option, came mark=""'),
        ('mark="yield 7"', 'mark="|"', 3, 'expected a value behind each option, came mark=""'),
        ('mark="yield 7"', 'mark="yield|"', 3, "expected code on both sides of each |, came mark="),
        ('value="turns"', 'value=""', 8, 'expected the name of a value, came value=""'),
        ("- 2\n", "- `1`\n", 8, "expected each option once, came '1' again"),
        ("\n---\n", "\n----\n", 8, "expected a line '---', came '----' on line 12"),
        ("\n---\n", "\n--- \n", 8, "expected a line '---', came '--- ' on line 12"),
        ('mark="yield 7"', 'mark="yield 8"', 3, "contains 'yield 8'"),
        ("shown.turns", "shown.trns", 6, "has no value 'trns'; the nearest: 'turns'"),
        ("@ yield 7", "@ yield 8", 6, "expected one line of snippets/en/part/shown.py"),
        ('value="turns"', 'value="wal"', 8, "has no value 'wal'; the nearest: 'wall'"),
        ('show="program"', 'show="progam"', 3, "player or times; the nearest: 'program'"),
        ("\n```\n\nIt", "\nprint(1)\n```\n\nIt", 3, "expected nothing in this fence"),
        ('value="turns"', 'vlaue="turns"', 8, "unknown option 'vlaue'; the nearest: 'value'"),
        ("- 2\n", "- {{ part/shown.wall }}\n", 8, "expected an option as the program prints it"),
        ("- 2\n", "", 8, "expected a question, two or more options"),
        (
            "- 2\n",
            "- 2\n more\n",
            8,
            "or a further line of it, indented by two blanks, came ' more'",
        ),
        ("- 2\n", "- \n", 8, "expected an option, '- …'"),
        ("- 1\n- 2\n", "- 1\n- \n- 2\n", 8, "expected an option, '- …'"),
        ("Because.", "~~~python\nx\n~~~", 13, "expected no fence inside a prediction, came ~~~p"),
        ("How many?", FENCE, 9, "expected no fence inside a prediction, came ~~~python exec"),
        ("Because.", "{{ open part/shwon.py }}", 13, "the nearest: 'part/shown'"),
        ('```predict run="part/shown"', '```predict run="p"', 8, "there is no program 'p'"),
    ],
)
def test_what_is_not_there_is_told_with_its_line(programs, right, wrong, line, told):
    found = faults(PAGE.replace(right, wrong), "en", programs, CONTRACTS)
    assert [at for at, _ in found] == [line]
    assert told in found[0][1]


def test_a_moment_may_be_on_this_page_or_on_another_one(programs):
    contracts = {"part/shown": Contract(moments={"pause": Named({"event": "waits"})})}
    text = read(f"{PAGE}\n[here](moment:part/shown.pause)\n", settings.dialect())
    told = [
        asked.faults(text, "en", programs, contracts, lambda found=each: found)
        for each in (["part/other"], ["part/shown"])
    ]
    assert [[fault for fault in each if "moment" in fault[1]] for each in told] == [
        [(16, 'a moment of part/shown, but no page shows it: show="player"')],
        [],
    ]


def test_an_option_may_be_code_with_braces(programs):
    assert faults(PAGE.replace("- 1\n", "- `{{x}}`\n"), "en", programs, CONTRACTS) == []


@pytest.mark.parametrize(
    ("source", "line", "told"),
    [
        ("pass\n" * 41, 41, "expected 40 lines at most, came 41"),
        ("x = 1\ny = '" + "a" * 80 + "'\n", 2, "expected 79 characters at most"),
        ("import asyncio\nimport requests\n", 2, "same folder, came 'requests'"),
        ("from numpy.linalg import norm\n", 1, "came 'numpy'"),
    ],
)
def test_what_a_reader_cannot_use_is_told(source, line, told):
    found = list(rules(Program("en", "part/shown", ROOT, source)))
    assert [at for at, _ in found] == [line]
    assert told in found[0][1]


def test_a_program_may_be_as_long_and_as_wide_as_that():
    line = f"x = {'1' * 75}\n"
    assert list(rules(Program("en", "part/shown", ROOT, line * 40))) == []


def test_a_program_of_an_exercise_stands_in_a_box_and_is_narrower():
    line = f"x = {'1' * 64}\n"
    assert list(rules(Program("en", "part/shown", ROOT, line))) == []
    in_a_box = "part/page/exercises/shown"
    [told] = rules(Program("en", in_a_box, ROOT, line))
    assert told == (1, "expected 67 characters at most, came 68")
    assert list(rules(Program("en", in_a_box, ROOT, line.replace("1", "", 1)))) == []


def test_a_program_of_the_same_folder_may_be_imported(tmp_path):
    (tmp_path / "en/part").mkdir(parents=True)
    (tmp_path / "en/part/future.py").write_text("")
    shown = tmp_path / "en/part/shown.py"
    shown.write_text("from future import Future\n")
    (_, program) = Programs(tmp_path)
    assert list(rules(program)) == []
    shown.write_text("from futures import Future\n")
    (_, program) = Programs(tmp_path)
    assert [told for _, told in rules(program)] == [
        "expected the standard library alone, or a program of the same folder, came 'futures';"
        " the nearest: 'future'"
    ]


@pytest.mark.parametrize("name", ["queue", "program"])
def test_a_program_that_hides_a_module_is_told(name):
    program = Program("en", f"part/{name}", ROOT / f"{name}.py", "pass\n")
    (told,) = rules(program)
    assert "expected another name" in told[1]


def test_an_exercise_that_is_not_there_is_told_once(tmp_path, programs):
    text = '# T { #t }\n\n```exercise run="part/{}"\nDo.\n---\nHint.\n```\n'
    (fault,) = faults(text.replace("{}", "page/exercises/x"), "en", programs, {})
    assert "there is no program 'part/page/exercises/x'" in fault.text
    (fault,) = faults(text.replace("{}", "shown"), "en", programs, {})
    assert "expected the program from which a reader starts" in fault.text


PLAYER = '```python exec="on" run="{}/shown" show="player"\n```\n\n'


@pytest.mark.parametrize("folder", ["part", "other"])
def test_a_second_player_of_the_same_name_on_a_page_is_told(tmp_path, programs, folder):
    other = tmp_path / "en/other/shown.py"
    other.parent.mkdir()
    other.write_text("pass\n")
    text = "# T { #t }\n\n" + PLAYER.format("part") + PLAYER.format(folder)
    (fault,) = faults(text, "en", Programs(tmp_path), {})
    assert fault.line == 6
    assert "one player of a file named shown.py on a page" in fault.text
    assert "part/shown on line 3" in fault.text
    assert faults(text.replace("player", "both", 1), "en", Programs(tmp_path), {}) == []
