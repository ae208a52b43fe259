"""Two runs: what may differ is found, what may not is told."""

from __future__ import annotations

import pytest
from made import run_of
from runs.compare import same, variations
from runs.contracts import Value


@pytest.mark.parametrize(
    ("one", "two", "marked"),
    [
        ("<f at 0x7f001122>", "<f at 0x7f334455>", ["0x7f001122"]),
        ("<f at 0x7f001122>", "<f at 0x7f001122>", ["0x7f001122"]),
        ("at 12:00:59", "at 12:00:59", ["12:00:59"]),
        ("took 0.31 s", "took 0.32 s", ["0.31"]),
        ("took 0.31 s", "took 0.31 s", []),
        ("12 ms of 3.4 µs", "13 ms of 3.4 µs", ["12"]),
        ("0x7f001122 took 1.5 s", "0x7f112233 took 1.6 s", ["0x7f001122", "1.5"]),
        ("nothing", "nothing", []),
    ],
)
def test_addresses_clock_times_and_durations_are_marked(one, two, marked):
    spans, fault = variations(run_of(one), run_of(two))
    assert fault is None
    assert [one[start:end] for start, end, _ in spans[0]] == marked


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (["a"], ["b"]),
        (["a", "b"], ["b", "a"]),
        (["a"], ["a", "b"]),
        (["a"], ["!a"]),
        (["3 wake-ups"], ["4 wake-ups"]),
        (["0.31"], ["0.32"]),
        (["0.31 sticks"], ["0.32 sticks"]),
    ],
)
def test_anything_else_that_differs_is_a_fault(one, two):
    _, fault = variations(run_of(*one), run_of(*two))
    assert fault
    assert "expected the same output from a second run" in fault
    assert "line " in fault


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        (["a", "b"], ["a", "c"], "line 2 was 'out: b', then 'out: c'"),
        (["a"], ["!a"], "line 1 was 'out: a', then 'err: !a'"),
        (["a", "b"], ["a"], "line 2 was 'out: b', then 'nothing more'"),
        ([], ["a"], "line 1 was 'nothing more', then 'out: a'"),
    ],
)
def test_the_first_line_that_differs_is_told(one, two, told):
    _, fault = variations(run_of(*one), run_of(*two))
    assert str(fault).endswith(told)


def test_how_often_a_loop_turns_is_no_kind_of_number():
    one, two = (run_of(f"{n} turns", varies=("turns",)) for n in (7, 8))
    assert variations(one, two)[1]


def test_a_declared_count_may_differ():
    one, two = (run_of(f"{n} wake-ups in 0.4 s", varies=("count",)) for n in (110342, 98001))
    spans, fault = variations(one, two)
    assert fault is None
    assert spans == [[(0, 6, "count")]]


def test_a_declared_count_that_has_a_name_is_marked_though_it_is_the_same_by_chance():
    values = {"ticks": Value(1, 2), "later": Value(-1), "gone": Value(9, 1)}
    one, two = (run_of("2 tasks: 5 ticks", "9", varies=("count",), values=values) for _ in "12")
    assert variations(one, two) == ([[(9, 10, "count")], [(0, 1, "count")]], None)
    assert variations(*(run_of("2 tasks: 5 ticks", values=values) for _ in "12"))[0] == [[]]


def test_addresses_say_nothing_and_all_else_does():
    assert same("at 0x7f00aa11", "at 0x7f00bb22")
    assert not same("at 0x7f00aa11", "in 0x7f00aa11")


def test_a_program_cannot_pass_for_the_mask():
    for shape in ("⟨⟩", "<>", "x"):
        _, fault = variations(run_of(f"at {shape}"), run_of("at 0x7f001122"))
        assert fault


def test_what_the_collector_did_first_may_vary_where_it_is_declared():
    said = "task: <Task pending coro=<late() {} at p.py:{}> wait_for=<Future>>"
    lines = said.format("done, defined", 4), said.format("running", 5)
    one, two = (run_of(line, varies=("collected",)) for line in lines)
    assert variations(one, two)[1] is None
    assert variations(*map(run_of, lines))[1]
    other = run_of(said.format("running", 5).replace("late", "main"), varies=("collected",))
    assert variations(one, other)[1]
