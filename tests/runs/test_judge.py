"""What is wrong with a run, in words: made-up runs in, whole sentences out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from made import ROOT, run_of
from recorder import events as e
from runs.contracts import Contract, Value
from runs.judge import LEFT, faults, line, report
from runs.recordings import Recording

DEFAULT = {"status": 0, "wall": 0.5}


def judged(*texts: str, source: str = "", **fields: Any) -> list[str]:
    """The faults of a run that gave these lines ("!" before one: on stderr) and these fields; what
    is a field of a contract declares."""
    declared = {key: fields.pop(key) for key in [*fields] if key in Contract.__dataclass_fields__}
    run = replace(run_of(*texts), contract=Contract(**declared), **(DEFAULT | fields))
    lines = tuple(replace(line, text=line.text.removeprefix("!")) for line in run.lines)
    return faults(replace(run, lines=lines, program=replace(run.program, source=source)))


NO_WARNING = "expected no warning (or declare it: warns = […]), but came "
DECLARE = "but it called sys.exit or raised SystemExit (declare it: exits = 0)"
ENDED = "but it ended with exit status {} after 0.50 s"
TRACEBACK = ("!Traceback (most recent call last):", "!  somewhere", "!m.NoTea: none")


@pytest.mark.parametrize(
    ("texts", "fields", "told"),
    [
        # How it ends where nothing is declared.
        ([], {}, None),
        (["fine"], {}, None),
        ([], {"status": 1}, f"expected exit status 0, {ENDED.format(1)}: nothing on stderr"),
        (TRACEBACK, {"status": 1}, f"expected exit status 0, {ENDED.format(1)}: m.NoTea: none"),
        ([], {"status": -11}, "expected an ordinary end, but it was killed by signal 11"),
        (
            [],
            {"status": 3, "ended_orderly": False},
            f"{LEFT}, with exit status 3",
        ),
        ([], {"exit_called": True}, DECLARE),
        ([], {"source": "raise SystemExit"}, DECLARE),
        ([], {"source": "raise SystemExit(0)"}, "but it called sys.exit"),
        ([], {"source": "raise KeyError"}, None),
        ([], {"source": "try:\n    f()\nexcept SystemExit:\n    raise"}, None),
        ([], {"source": "def f(:"}, None),
        # What is declared is required.
        ([], {"stops_after": 0.4, "status": None}, None),
        ([], {"stops_after": 0.4}, f"to be still running after 0.4 s, {ENDED.format(0)}"),
        (TRACEBACK, {"status": 1, "raises": "NoTea: no"}, None),
        (
            TRACEBACK,
            {"status": 1, "raises": "NoTea: milk"},
            f"expected it to raise 'NoTea: milk', {ENDED.format(1)}: m.NoTea: none",
        ),
        (TRACEBACK, {"status": 2, "raises": "NoTea"}, f"raise 'NoTea', {ENDED.format(2)}: m.NoTea"),
        ([], {"raises": "NoTea"}, f"expected it to raise 'NoTea', {ENDED.format(0)}"),
        ([], {"exits": 3, "status": 3, "exit_called": True}, None),
        ([], {"exits": 3, "status": 3}, None),
        (["!no"], {"exits": 1, "status": 1, "source": "raise SystemExit('no')"}, None),
        (
            TRACEBACK,
            {"exits": 1, "status": 1, "source": "raise SystemExit"},
            f"expected sys.exit(1), {ENDED.format(1)}",
        ),
        ([], {"exits": 1, "status": 1}, f"expected sys.exit(1), {ENDED.format(1)}"),
        ([], {"exits": 3, "status": 4, "exit_called": True}, f"sys.exit(3), {ENDED.format(4)}"),
        ([], {"exits": 0}, f"expected sys.exit(0), {ENDED.format(0)}"),
        ([], {"exits": 0, "exit_called": True}, None),
        # Warnings and what is said on stderr.
        (["!oh"], {}, "expected nothing on stderr, but came 'oh'"),
        (["! "], {}, None),
        (
            ["!a.py:1: RuntimeWarning: coroutine 'f' was never awaited"],
            {},
            NO_WARNING + "\"a.py:1: RuntimeWarning: coroutine 'f' was",
        ),
        (["!RuntimeWarning: Enable tracemalloc to get more", "!x"], {}, "nothing on stderr"),
        (["!RuntimeWarning: f", "!  f()"], {"warns": ("f",)}, None),
        (["!UserWarning: f"], {"warns": ("x",)}, "the warning 'x', but came 'UserWarning: f'"),
        (["!UserWarning: f"], {"warns": ("f", "g")}, "the warning 'g', but it did not come"),
        (["!UserWarning: f", "!UserWarning: g"], {"warns": ("f",)}, "but came 'UserWarning: g'"),
        (["!Task was destroyed but it is pending!"], {}, NO_WARNING + "'Task was destroyed but"),
        (["!Task exception was never retrieved"], {}, NO_WARNING + "'Task exception was never"),
        (["!Executing <Handle> took 0.1 seconds"], {}, NO_WARNING + "'Executing <Handle>"),
        (["!Exception in callback f()"], {}, NO_WARNING + "'Exception in callback"),
        (["!Exception ignored in: <f>"], {}, NO_WARNING + "'Exception ignored"),
        # Typed at a prompt.
        (["!SyntaxError: no"], {"transcript": True}, "can be typed at a prompt, but came 'Syntax"),
        (["!IndentationError: no"], {"transcript": True}, "but came 'IndentationError: no'"),
        (["!KeyError: 1"], {"transcript": True}, None),
        (["!KeyError: 1"], {"transcript": True, "raises": "KeyError: 1"}, None),
        (["!KeyError: 1"], {"transcript": True, "raises": "KeyError: 2"}, "answer 'KeyError: 2'"),
        (["!SyntaxError: a"], {"transcript": True, "raises": "SyntaxError: a"}, None),
        # What the supervisor saw.
        ([], {"troubles": {"hung": "5 s"}, "status": -9}, "expected an end within 5 s, but it was"),
        ([], {"troubles": {"left": "sleep 60"}}, "to stay behind, but it left: sleep 60"),
        ([], {"troubles": {"lost": "it died"}, "status": None}, "report of the run, but it died"),
        # Values.
        (["a", "b 7"], {"values": {"n": Value(2, 1)}}, None),
        (["a"], {"values": {"n": Value(2, 1)}}, "expected the value 'n' as number 1 of line 2 of"),
        (["a"], {"values": {"n": Value(1, 1)}}, "expected the value 'n' as number 1 of line 1 of"),
        (["a"], {"values": {"n": Value(-2)}}, "expected the value 'n' as line -2 of stdout (sni"),
    ],
)  # fmt: skip
def test_a_run_is_judged_by_its_contract(texts, fields, told):
    found = judged(*texts, **fields)
    if told is None:
        assert found == []
    else:
        assert len(found) == 1, found
        assert told in found[0]


def test_a_run_that_was_lost_is_not_judged_further():
    lost = {"troubles": {"lost": "it died"}, "status": None}
    found = judged("!UserWarning: f", values={"n": Value(9)}, **lost)
    assert len(found) == 1


def recorded(*events: e.Event) -> Any:
    return replace(run_of(), recording=Recording(events, 0, ()))


def test_a_recording_shows_no_more_of_the_machine_than_the_output():
    """In its texts, and in their lists."""
    place = repr(str(ROOT))
    for event in (
        e.Return(1, 1, place),
        e.Handle(1, 1, 1, "call", None, None, "f", None, [place]),
    ):
        (found,) = faults(recorded(event))
        assert found.startswith("expected what is the same on every machine, but it shows ")
    assert faults(recorded(e.Return(1, 1, "'tea'"))) == []


FRAMES = ('!  File "p.py", line 9, in <module>', '!  File "p.py", line 4, in f')


def at(*texts: str, **fields: Any) -> int | None:
    declared = {key: fields.pop(key) for key in [*fields] if key in Contract.__dataclass_fields__}
    run = replace(run_of(*texts), contract=Contract(**declared), **(DEFAULT | fields))
    stripped = tuple(replace(each, text=each.text.removeprefix("!")) for each in run.lines)
    return line(replace(run, lines=stripped))


def test_the_line_of_a_report_is_that_of_what_was_not_foreseen():
    warning = "!p.py:7: RuntimeWarning: coroutine 'f' was never awaited"
    fails = (*FRAMES, "!ValueError: no")
    assert at(*fails, status=1) == 4
    assert at(*fails, status=0) is None
    assert at(*fails, status=1, raises="KeyError") == 4
    assert at(warning) == 7
    assert at(warning, *fails, status=1, raises="ValueError") == 7
    assert at("!p.py:5: UserWarning: x", warning, warns=("x",)) == 7
    assert at(warning, warns=("awaited",)) is None


def test_a_report_has_the_file_each_fault_the_last_words_and_how_to_run_it():
    run = run_of(*(f"line {n}" for n in range(14)))
    assert report(run, ["one", "two"]).split("\n") == [
        "snippets/en/p.py",
        "  one",
        "  two",
        "  the last it said:",
        *(f"    | line {n}" for n in range(2, 14)),
        "  to run it alone: python3 snippets/en/p.py",
    ]
    assert report(run_of(), ["one"]).split("\n")[1:] == [
        "  one",
        "  to run it alone: python3 snippets/en/p.py",
    ]


@pytest.mark.parametrize("varies", ["<Handle f()>", "<Task x>", "<Future x>", "0x7f00", "0.31 s"])
def test_what_would_declare_a_run_ends_before_what_is_another_in_every_run(varies):
    run = run_of("!")
    warned = replace(run, lines=(replace(run.lines[0], text=f"UserWarning: it was {varies} now"),))
    assert 'warns = ["UserWarning: it was"]' in report(warned, ["one"])


def test_what_the_supervisor_saw_cannot_be_declared():
    run = replace(run_of("ValueError: no"), status=1)
    run = replace(run, lines=tuple(replace(each, stream="err") for each in run.lines))
    assert 'raises = "ValueError: no"' in report(run, ["one"])
    for troubled in (
        replace(run, troubles={"left": "sleep 60"}),
        replace(run, ended_orderly=False),
        replace(run, contract=Contract(transcript=True)),
        replace(run, contract=Contract(raises="KeyError")),
    ):
        assert "declare it" not in report(troubled, ["one"])
