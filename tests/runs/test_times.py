"""Lanes by time: events in, stretches of time out, and what a drawing can tell of them."""

from __future__ import annotations

import re

import pytest
from languages.interface import words
from recorder import events as e
from recorder.carried import packed
from recorder.state import State
from runs import beside, lanes, times
from runs.times import Printed, Row, Stretch, Timed, cells, tick_words, ticks, timed

BEGIN = [
    e.Loop(10, 1, "Loop"),
    e.Task(20, "t1", "main", "Task-1", False, 9, "run"),
    e.Handle(21, 1, 1, "step", "t1", None, "", None, []),
    e.Ready(30, 1, "soon", 9, "run"),
    e.Turn(40, 1, 1, 0, 0),
    e.Woke(50, 1, 0),
    e.Run(60, 1),
    e.Frame(70, 2, "coroutine", "main", 3),
]
# main awaits brew, which sleeps until 900; brew is in the same task.
SLEEP = [
    e.Frame(80, 3, "coroutine", "brew", 1),
    e.Output(85, "out", "on\n", 2),
    e.Future(90, "f1", "Future", 2, "sleep"),
    e.Yield(100, 3, "f1", 2),
    e.Yield(101, 2, "f1", 4),
    e.Waits(110, "t1", "f1", [["main", 4, 2], ["brew", 2, 3]]),
    e.End(120, 1),
    e.Turn(130, 1, 2, 770, 0),
    e.Woke(900, 1, 0),
    e.Set(905, "f1", "result", "None", None, None),
    e.Handle(910, 2, 1, "wake", "t1", "f1", "", None, []),
    e.Ready(911, 2, "soon", None, None),
    e.Run(920, 2),
    e.Resume(930, 2),
    e.Resume(931, 3),
    e.Return(940, 3, "None"),
    e.Return(950, 2, "None"),
    e.Done(960, "t1", "result", "None"),
    e.End(970, 2),
]
RUN = [*BEGIN, *SLEEP]


def test_of_what_is_left_out_no_lane_says_anything():
    state = State()
    for event in RUN[:18]:
        state.apply(event)
    gap = e.Gap(115, "last", 4, 1, state.at, 0, [], packed(state))
    (row,) = timed([*RUN[:14], gap, *RUN[18:]]).rows
    assert row.stretches[1:5] == [
        Stretch("running", 60, 110),
        Stretch("waiting", 110, 115),
        Stretch("waiting", 905, 911),
        Stretch("ready", 911, 920),
    ]


def test_each_task_has_a_lane_with_what_it_did_and_how_long():
    assert timed(RUN).rows == [
        Row(
            "t1",
            "main",
            [
                Stretch("ready", 20, 60),
                Stretch("running", 60, 110),
                Stretch("waiting", 110, 911),
                Stretch("ready", 911, 920),
                Stretch("running", 920, 960),
            ],
        )
    ]


def test_each_coroutine_has_a_lane_with_the_task_that_began_it():
    main, brew = timed(RUN, coroutines=True).rows
    assert main == Row(
        "t1",
        "main",
        [Stretch("running", 70, 101), Stretch("waiting", 101, 930), Stretch("running", 930, 950)],
    )
    assert brew == Row(
        "t1",
        "brew",
        [Stretch("running", 80, 100), Stretch("waiting", 100, 931), Stretch("running", 931, 940)],
    )


def test_a_run_knows_when_it_printed_and_when_it_ended():
    run = timed(RUN)
    assert run.printed == [Printed(85, "on\n")]
    assert run.end == 970


def test_what_spins_runs_in_all_of_the_turns_that_were_folded():
    spin = [
        *BEGIN,
        e.Waits(80, "t1", None, [["main", 4, 2]]),
        e.Ready(81, 1, "soon", 4, None),
        e.End(90, 1),
        e.Fold(100, 1, 500, 50_000, 90, 110, {}, {}, {}, {}, {}, {}, {}),
        e.Turn(50_010, 1, 502, 0, 0),
        e.Run(50_020, 1),
        e.Done(50_030, "t1", "result", "None"),
    ]
    (row,) = timed(spin).rows
    assert Stretch("running", 100, 50_000) in row.stretches
    assert row.stretches[-1] == Stretch("running", 50_020, 50_030)


def test_no_lane_is_in_two_states_at_once():
    for coroutines in (False, True):
        for row in timed(RUN, coroutines=coroutines).rows:
            ends = [0, *(stretch.end for stretch in row.stretches)]
            begins = [*(stretch.begin for stretch in row.stretches), 970]
            assert all(end <= begin for end, begin in zip(ends, begins, strict=True))


def test_a_step_too_short_to_be_seen_is_drawn_and_such_a_wait_is_not():
    found = cells(
        [
            Stretch("running", 0, 1),
            Stretch("waiting", 1, 2),
            Stretch("running", 2, 3),
            Stretch("waiting", 3, 500_000),
            Stretch("running", 500_000, 500_001),
        ],
        1_000_000,
    )
    assert found == [("waiting", 0, 250), ("running", 0, 1), ("running", 250, 1)]


def test_a_step_too_short_to_be_seen_parts_two_waits():
    run = [Stretch("waiting", 0, 500_000), Stretch("waiting", 500_001, 1_000_000)]
    assert cells(run, 1_000_000) == [("waiting", 0, 250), ("waiting", 250, 250)]


def test_a_drawing_has_no_more_bars_than_it_can_tell_apart():
    steps = [Stretch("running", n * 10, n * 10 + 5) for n in range(100_000)]
    assert cells(steps, 1_000_000) == [("running", 0, times.FINEST)]
    apart = [Stretch("running", n * 4_000, n * 4_000 + 1) for n in range(250)]
    assert len(cells(apart, 1_000_000)) == 250


@pytest.mark.parametrize(
    ("end", "en", "pt"),
    [
        (1_511_556, ["0", "0.5", "1", "1.5 s"], ["0", "0,5", "1", "1,5 s"]),
        (301_000, ["0", "50", "100", "150", "200", "250", "300 ms"], None),
        (12_000_000, ["0", "2", "4", "6", "8", "10", "12 s"], None),
        (7, ["0", "0.002", "0.004", "0.006 ms"], ["0", "0,002", "0,004", "0,006 ms"]),
    ],
)
def test_an_axis_has_round_numbers_in_the_words_of_its_language(end, en, pt):
    at = ticks(end)
    for locale, numbers in (("en", en), ("pt_BR", pt)):
        said = [re.sub(r"\s", " ", text) for text in tick_words(at, locale)]
        assert said == (numbers or en)


def test_names_are_text_and_ids_are_the_drawing_s_own():
    run = Timed([Row("", "<lambda>", [Stretch("waiting", 0, 9)])], [], 9)
    html = lanes.drawn(times.drawing(run, words("en")), 'a "b"', "x-by-time", words("en"))
    assert "&lt;lambda&gt;()" in html
    assert 'aria-label="a &#34;b&#34;"' in html
    assert html.count('id="x-by-time-hatch"') == 1
    assert "url(#x-by-time-hatch)" in html


def test_the_code_of_a_run_is_what_the_other_program_does_not_have():
    one = "def f():\n    a = b()\n\n    return a\n"
    assert beside.only_in(one, one.replace("b()", "c()")) == ["a = b()"]
    assert beside.only_in(one, one) == []


def test_output_that_came_in_pieces_is_told_by_lines():
    pieces = [Printed(10, "a"), Printed(20, "b\nc\nd"), Printed(2_000_000, "e")]
    said = [(at, seconds, text) for at, seconds, text in beside._said(pieces, words("pt"))]
    assert said == [(10, "0,00", "ab"), (20, "0,00", "c"), (20, "0,00", "de")]
