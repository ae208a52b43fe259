"""``runs.toml``: what is declared is read, what is wrong is told with table, key and remedy."""

from __future__ import annotations

import pytest
from runs.contracts import BadContracts, Contract, Value, load

NAMES = ["part/slow", "part/late"]


@pytest.fixture
def read(tmp_path):
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


def test_no_file_means_no_contracts(tmp_path):
    assert load(tmp_path / "runs.toml", NAMES) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '["part/slwo"]',
            "['part/slwo']: no language has such a program; the nearest: 'part/slow'",
        ),
        ('["part/slow"]\nrases = "x"', "unknown key 'rases'; the nearest: 'raises'"),
        ('["part/slow"]\nzzz = 1', "unknown key 'zzz'; known are warns, raises, exits"),
        ('["part/slow"]\nstops_after = 0', "stops_after: expected seconds, more than 0"),
        ('["part/slow"]\ntime_limit = "x"', "time_limit: expected seconds"),
        ('["part/slow"]\nexits = true', "exits: expected an exit status from 0 to 255, came True"),
        ('["part/slow"]\nwarns = "x"', "warns: expected a list of fragments of warnings, came 'x'"),
        ('["part/slow"]\nvaries = ["order"]', "varies: expected a list out of count"),
        ('["part/slow"]\nneeds = 3.12', "needs: expected a Python version such as"),
        ('["part/slow"]\n["part/slow".values]\nx = { row = 1 }', "values: expected named places"),
        (
            '["part/slow"]\nexits = 0\nraises = "x"',
            "a run ends in one way, not by raises and exits",
        ),
        ('["part/slow"]\nraises = ', "not valid TOML"),
        ('"part/slow" = 1', "expected a table, came 1"),
    ],
)
def test_what_is_wrong_is_told(read, text, told):
    with pytest.raises(BadContracts) as error:
        read(text)
    assert told in str(error.value)


def test_all_that_is_wrong_is_told_at_once(read):
    with pytest.raises(BadContracts) as error:
        read('["part/slow"]\nx = 1\ny = 2\n["part/gone"]\n')
    assert len(error.value.faults) == 3
