"""``runs.toml``: what is declared is read, what is wrong is told with table, key and remedy."""

from __future__ import annotations

import dataclasses

import pytest
from made import run_of
from runs.contracts import BadContracts, Contract, Value, load

NAMES = ["part/slow", "part/late"]


@pytest.fixture
def read(tmp_path):
    for language in ("pt", "en"):
        (tmp_path / language).mkdir()

    def do(text: str) -> dict[str, Contract]:
        file = tmp_path / "runs.toml"
        file.write_text(text, encoding="utf-8")
        return load(file, NAMES)

    return do


def test_a_table_becomes_a_contract(read):
    text = """
    ["part/slow"]
    warns = ["never awaited"]
    stops_after = 1
    busy = true
    needs = "3.12"
    varies = ["count"]
    words = [{pt = "chá", en = "tea"}]
    ["part/slow".values]
    turns = { line = -1, number = 2 }
    """
    assert read(text) == {
        "part/slow": Contract(
            warns=("never awaited",),
            stops_after=1.0,
            busy=True,
            needs=(3, 12),
            varies=("count",),
            words=({"pt": "chá", "en": "tea"},),
            values={"turns": Value(line=-1, number=2)},
        )
    }


def test_a_change_takes_over_what_is_said_of_the_words_of_its_program(read):
    text = """
    ["part/slow"]
    needs = "3.12"
    varies = ["count"]
    words = [{pt = "chá", en = "tea"}]
    ["part/slow".what_if.no-await]
    change = { "await it" = "it" }
    label = { en = "it is not awaited" }
    why = { en = "nothing runs" }
    warns = ["never awaited"]
    """
    found = read(text)["part/slow"].what_if["no-await"]
    assert found.change == {"await it": "it"}
    words = ({"pt": "chá", "en": "tea"},)
    assert found.run == Contract(warns=("never awaited",), words=words, needs=(3, 12))
    assert found.run.at("warns") == "snippets/runs.toml:10"


def test_a_contract_knows_where_each_part_of_it_is_declared(read):
    text = '["part/late"]\nexits = 1\n["part/slow".values]\n\nturns = { line = -1 }\n'
    slow = read(text)["part/slow"]
    assert slow.at("values", "turns") == "snippets/runs.toml:5"
    assert slow.at("values", "unknown") == "snippets/runs.toml:3"
    with pytest.raises(LookupError, match=r"'turns' as line -1 of stdout \(snippets/runs.toml:5\)"):
        dataclasses.replace(run_of(), contract=slow).value("turns")


def test_no_file_means_no_contracts(tmp_path):
    assert load(tmp_path / "runs.toml", NAMES) == {}


HEAD = '["part/slow"]\n'
# What may be written in runs.toml, and what is told of it. LINE is that of "# here".
IF = '["part/slow".what_if.no-await]\n'
SAID = "label = { en = 'it' }\nwhy = { pt = 'a', en = 'b' }\n"
CHANGE = "change = { a = 'b' }\n"
WRONG = {
    "another program": ('["part/slwo"] # here', "no language has such a program; the nearest: 'p"),
    "no table": ('"part/slow" = 1 # here', '["part/slow"] expected a table, came 1'),
    "a dotted name": ("[part.slow] # here", '["part"] no language has such a program'),
    "two tables of a name": (
        '[["part/slow"]] # here\nexits = 0',
        "expected a table, came [{ exits",
    ),
    "unknown key": (HEAD + "rases = 1 # here", "rases: unknown key; the nearest: 'raises'"),
    "far key": (HEAD + "zzz = 1 # here", "zzz: unknown key; known are warns, raises, exits"),
    "unknown table": (HEAD + '["part/slow".value] # here', "value: unknown key; the nearest: 'val"),
    "zero": (HEAD + "stops_after = 0 # here", "stops_after: expected seconds, more than 0 and at"),
    "121 s": (HEAD + "time_limit = 121 # here", "at most 120, came 121"),
    "1,200 s": (HEAD + "stops_after = 1200 # here", "at most 120, came 1200"),
    "nan": (HEAD + "time_limit = nan # here", "expected seconds, more than 0"),
    "inf": (HEAD + "time_limit = inf # here", "expected seconds, more than 0"),
    "seconds in quotes": (HEAD + 'time_limit = "5" # here', "expected seconds, more than 0 and at"),
    "seconds as true": (HEAD + "time_limit = true # here", "came true"),
    "a date": (HEAD + "time_limit = 2026-01-01 # here", "came 2026-01-01"),
    "status as true": (
        HEAD + "exits = true # here",
        "exits: expected an exit status from 0 to 255",
    ),
    "status 256": (HEAD + "exits = 256 # here", "came 256"),
    "status 1.0": (HEAD + "exits = 1.0 # here", "came 1.0"),
    "flag in quotes": (HEAD + 'busy = "true" # here', 'busy: expected true or false, came "true"'),
    "flag as number": (HEAD + "busy = 1 # here", "busy: expected true or false, came 1"),
    "text as list": (
        HEAD + 'raises = ["x"] # here',
        "raises: expected a fragment of the traceback",
    ),
    "blank text": (HEAD + 'raises = " " # here', 'came " "'),
    "one warning": (
        HEAD + 'warns = "x" # here',
        'expected a list of fragments of warnings, came "x',
    ),
    "no warning": (HEAD + "warns = [] # here", "expected a list of fragments of warnings, came []"),
    "second warning": (
        HEAD + 'warns = [\n "x",\n 5, # here\n]',
        "warns[2]: expected one of the fr",
    ),
    "kind": (HEAD + 'varies = ["count", "truns"] # here', "varies[2]: unknown kind of what varies"),
    "kind of kind": (HEAD + "varies = [[]] # here", "varies[1]: expected one of the kinds of what"),
    "version": (
        HEAD + "needs = 3.12 # here",
        'expected a Python version such as "3.12", came 3.12',
    ),
    "three numbers": (HEAD + 'needs = "3.12.1" # here', 'came "3.12.1"'),
    "Arabic digits": (HEAD + 'needs = "3.١٢" # here', "expected a Python version"),
    "words as pair": (
        HEAD + 'words = {pt = "a", en = "b"} # here',
        "words: expected a list of pairs",
    ),
    "language": (
        HEAD + 'words = [\n {pt = "a", en = "b"},\n {pt = "a", ne = "b"}, # here\n]',
        "words[2].ne: unknown language; known are en, pt",
    ),
    "word": (HEAD + "words = [{pt = 1, en = 'b'}] # here", "words[1].pt: expected a text, came 1"),
    "one word": (HEAD + 'words = [{pt = "a"}] # here', "words[1]: expected one of pairs such as"),
    "words as tables": (
        HEAD + '[["part/slow".words]]\npt = "a"\nen = "b"\n[["part/slow".words]]\npt = "a"\n'
        "en = 5 # here",
        "words[2].en: expected a text, came 5",
    ),
    "values as list": (HEAD + "values = [1] # here", "values: expected named places such as {"),
    "value": (
        HEAD + "values = { n = 4 } # here",
        "values.n: expected a place such as { line = 4 }",
    ),
    "no line": (HEAD + "values = { n = { number = 1 } } # here", "values.n: expected a place such"),
    "line in quotes": (
        HEAD + 'values = { n = { line = "1" } } # here',
        'values.n.line: expected a line of stdout: 1 is the first, -1 the last, came "1"',
    ),
    "line 0": (HEAD + "values = { n = { line = 0 } } # here", "values.n.line: expected a line of"),
    "line true": (
        HEAD + "values = { n = { line = true } } # here",
        "values.n.line: expected a line",
    ),
    "number 0": (
        HEAD + '["part/slow".values]\nn = { line = 1, number = 0 } # here',
        "values.n.number: expected a whole number from 1 on, came 0",
    ),
    "row": (
        HEAD + "values.n.line = 1\nvalues.n.lin = 2 # here",
        "values.n.lin: unknown key; the ne",
    ),
    "misspelt": (HEAD + "values.n.lime = 1 # here", "values.n.lime: unknown key; the nearest"),
    "a change with a misspelt key": (
        IF + CHANGE + 'lable = { en = "it" } # here\nwhy = { en = "so" }',
        "no-await.lable: unknown key; the nearest: 'label'",
    ),
    "name of every run": (
        HEAD + "values.wall.line = 1 # here",
        "values.wall: expected a name of lett",
    ),
    "name": (HEAD + 'values."a b".line = 1 # here', 'values."a b": expected a name of letters'),
    "moments": (HEAD + 'moments = "x" # here', "moments: expected named events such as"),
    "moment": (HEAD + 'moments.x = "turn" # here', "moments.x: expected an event such as"),
    "no event": (HEAD + "moments.x = { nth = 1 } # here", "moments.x: expected an event such as"),
    "event": (
        HEAD + 'moments.x.event = "trun" # here',
        'event: unknown kind of event, "trun"; the',
    ),
    "event as number": (HEAD + "moments.x.event = 5 # here", "unknown kind of event, 5"),
    "field": (
        HEAD + 'moments.x = { event = "waits", tsak = "t1" } # here',
        "moments.x.tsak: unknown key; the nearest: 'task'",
    ),
    "type of a field": (
        HEAD + 'moments.x = { event = "turn", number = "2" } # here',
        'moments.x.number: expected a whole number, came "2"',
    ),
    "field that is a list": (
        HEAD + 'moments.x = { event = "waits", chain = [] } # here',
        "moments.x.chain: unknown key",
    ),
    "nth 0": (
        HEAD + 'moments.x = { event = "turn", nth = 0 } # here',
        "nth: expected a whole number",
    ),
    "nth true": (
        HEAD + 'moments.x = { event = "turn", nth = true } # here',
        "from 1 on, came true",
    ),
    "code": (
        HEAD + 'moments.x = { event = "turn", code = 1 } # here',
        "code: expected a piece of a",
    ),
    "capitals": (
        HEAD + 'moments.X = { event = "turn" } # here',
        "moments.X: expected a name of smal",
    ),
    "opens": (
        HEAD + 'moments.first = { event = "turn" }\n["part/late"]\nopens = "fisrt" # here',
        'opens: expected one of its moments (none), came "fisrt"',
    ),
    "opens nearly": (
        'X\nopens = "fisrt" # here\nmoments.first = { event = "turn" }'.replace("X\n", HEAD),
        "(first), came \"fisrt\"; the nearest: 'first'",
    ),
    "spins": (
        HEAD + 'spins = "wakepus" # here\nvalues.wakeups = { line = 1, number = 1 }',
        "spins: expected one of its values (wakeups), came \"wakepus\"; the nearest: 'wakeups'",
    ),
    "spins in words": (
        HEAD + 'spins = "n" # here\nvalues.n = { line = 1 }',
        "spins: expected a value that is a number, came { line = 1 }",
    ),
    "two ends": (
        HEAD + 'exits = 1\nraises = "x" # here',
        "a run ends in one way, not by exits and",
    ),
    "not recorded": (
        HEAD + 'recorded = false\nmoments.x = { event = "turn" } # here',
        "moments: expected none, for its run is not recorded",
    ),
    "no TOML": (HEAD + "raises = # here", "not valid TOML: Invalid value"),
    "twice": (HEAD + "exits = 1\nexits = 1 # here", "not valid TOML: Cannot overwrite a value"),
    "never closed": (HEAD + "\nwarns = [ # here", "not valid TOML"),
    "bare name": ("[part/slow] # here", "not valid TOML"),
    "a control character": (HEAD + 'raises = "\0" # here', "not valid TOML"),
    "too large for Python": (HEAD + f"exits = {'9' * 5000} # here", "not valid TOML: Exceeds the"),
    "a change says nothing": (
        '["part/slow".what_if.no-await] # here\nlabel = { en = "it" }',
        "there is no change and no why",
    ),
    "a change of nothing": (IF + SAID + "change = {} # here", "expected pieces of code with what"),
    "no change": (IF + SAID + "change = { a = 'a' } # here", "becomes what it was"),
    "no code": (IF + SAID + "change = { a = 1 } # here", "change.a: expected code, came 1"),
    "of several lines": (IF + SAID + 'change = { "a\\nb" = 1 } # here', r'change."a\nb": expected'),
    "a change in no language": (
        IF + SAID + "change = { a = { fr = 'b' } } # here",
        "change.a.fr: unknown language",
    ),
    "a change known otherwise": (IF + SAID + CHANGE + "words = [] # here", "expected what is so"),
    "a change shows a term": (
        IF + SAID + CHANGE + "moments = { a = { event = 'turn', shows = ['task'] } } # here",
        "moments.a.shows: the glossary leads to no changed program",
    ),
    "a change with an unknown key": (IF + SAID + CHANGE + "rises = 'a' # here", "'raises'"),
    "a change opens nowhere": (IF + SAID + CHANGE + "opens = 'a' # here", "one of its moments"),
    "a change's run": (IF + SAID + CHANGE + "exits = 256 # here", "no-await.exits: expected"),
    "a change's name": ('["part/slow".what_if.No] # here\n' + SAID + CHANGE, "of small letters"),
    "a change of what is typed": (
        HEAD + 'transcript = true\n["part/slow".what_if.no-await] # here\n' + SAID + CHANGE,
        "expected none, for its run is not recorded",
    ),
    "too deep for Python": (HEAD + f"exits = {'[' * 5000}{']' * 5000} # here", "not valid TOML"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_once_with_its_line(read, name):
    text, told = WRONG[name]
    line = text[: text.index("# here")].count("\n") + 1
    with pytest.raises(BadContracts) as error:
        read(text.replace("# here", "#"))
    assert len(error.value.faults) == 1, error.value.faults
    assert error.value.faults[0].startswith(f"snippets/runs.toml:{line}: "), error.value.faults
    assert told in error.value.faults[0]
    assert "\n" not in error.value.faults[0]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file(read):
    text = '["part/slow"]\nx = 1\nwarns = ["a", 1, 2]\n["part/gone"]\n["part/late"]\nbusy = true\n'
    with pytest.raises(BadContracts) as error:
        read(text)
    lines = [int(fault.split(":")[1]) for fault in error.value.faults]
    assert lines == [2, 3, 3, 4]
    assert not error.value.contracts["part/slow"].sure
    assert error.value.contracts["part/late"] == Contract(busy=True)


def test_what_is_no_text_is_told_with_its_line(tmp_path):
    file = tmp_path / "runs.toml"
    file.write_bytes(b'["part/slow"]\n# caf\xe9\n')
    with pytest.raises(BadContracts, match=r"^snippets/runs\.toml:2: .* came the byte 0xe9$"):
        load(file, NAMES)


def test_limits_up_to_two_minutes_are_right(read):
    assert read('["part/slow"]\ntime_limit = 120')["part/slow"].time_limit == 120.0
