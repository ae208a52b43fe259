"""Moments as sentences, and lanes: what a reader reads and sees of a recorded run."""

from __future__ import annotations

import json
import re

import pytest
from languages.interface import words
from recorder import events as e
from recorder.alike import Moment
from recorder.moments import moments
from recorder.panel import Chip
from recorder.state import GATHERED
from runs import lanes, panels, telling
from runs.templating import for_script

EN, PT = words("en"), words("pt")


def told(key: str, **fields: object) -> str:
    return re.sub("</?code>", "`", telling.sentence(Moment([(key, fields)], 1), EN))


@pytest.mark.parametrize("said", [EN, PT])
def test_a_sentence_has_the_word_of_the_panel_for_a_future_that_is_done(said):
    for key in ("moment_set", "moment_runs_setter"):
        assert said["panel_future_result"] in said[key]


@pytest.mark.parametrize(("said", "word"), [(EN, "file"), (PT, "arquivo")])
def test_what_a_selector_watches_is_not_called_a_file(said, word):
    """On a page that says that a file cannot be watched."""
    told = [text for key, text in said.items() if key.startswith(("moment_", "panel_"))]
    assert not [text for text in told if re.search(rf"\b{word}s?\b(?!\}})", text, re.IGNORECASE)]


def queue(length: int) -> str:
    jobs = [("job_call", {"call": f"job{n}()"}) for n in range(length)]
    return told("turn", number=2, jobs=jobs)


def test_a_long_queue_is_told_by_its_first_six_jobs():
    six = ", ".join(f"the call `job{n}()`" for n in range(6))
    assert queue(6) == f"Turn 2 of the loop. In the ready queue: {six}."
    assert queue(7).startswith(f"Turn 2 of the loop. In the ready queue: {six}, …")
    assert "job6" not in queue(9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one\n", "`one`"),
        ("one", "`one`"),
        ("one\ntwo\n", "`one` …"),
        ("Traceback (most recent call last):\n  here\nKeyError: 1\n", "… `KeyError: 1`"),
        ("<b> & co\n", "`&lt;b&gt; &amp; co`"),
    ],
)
def test_what_is_printed_is_told_by_its_first_line_or_the_last_of_a_traceback(text, said):
    assert told("prints", text=text) == f"Printed: {said}"


@pytest.mark.parametrize(
    ("micros", "en", "pt"),
    [
        (0, "0.0 ms", "0,0 ms"),
        (9_949, "9.9 ms", "9,9 ms"),
        (9_951, "10 ms", "10 ms"),
        (10_000, "10 ms", "10 ms"),
        (100_400, "100 ms", "100 ms"),
        (999_400, "999 ms", "999 ms"),
        (999_600, "1.0 s", "1,0 s"),
        (1_000_000, "1.0 s", "1,0 s"),
        (3_040_000, "3.0 s", "3,0 s"),
    ],
)
def test_a_time_is_told_in_the_unit_that_suits_it(micros, en, pt):
    said = [re.sub(r"\s", " ", telling.time(micros, each)) for each in (EN, PT)]
    assert said == [en, pt]


def test_a_sentence_begins_with_a_capital_and_more_is_said_behind_it():
    parts = [("due", {"job": ("job_stops", {})}), ("joins", {"job": ("job_stops", {})})]
    said = telling.sentence(Moment(parts, 1), EN, telling.more_turns("41051", EN))
    assert "The call that stops the loop joins the ready queue. Recording" in said
    assert said.endswith("whose output you see, the program counted to 41,051.")


@pytest.mark.parametrize(("label", "kind"), [("t1", "task"), ("f12", "future")])
def test_a_label_is_shown_in_capitals_as_what_it_names(label, kind):
    shown = f'<b class="label {kind}" data-label="{label}">{label.upper()}</b>'
    assert str(telling.label(label)) == shown
    assert str(telling.shown(f"[{label}]")) == f"<code>[{label.upper()}]</code>"


@pytest.mark.parametrize(
    ("key", "fields", "said"),
    [
        ("prints", {"text": "t1 waits for [f1]\n"}, "Printed: `t1 waits for [f1]`"),
        ("prints", {"text": "t1\nt2\n"}, "Printed: `t1` …"),
        (
            "resumes_with",
            {"name": "main", "variable": "t1", "value": "t2"},
            "`main()` goes on: `t1` is `T2`.",
        ),
        ("job_call", {"call": "f1(f1, 'f1')"}, "The call `f1(F1, &#39;f1&#39;)`"),
        ("job_call", {"call": "f1.g(f1, t1.RED)"}, "The call `f1.g(F1, t1.RED)`"),
        (
            "yields_out",
            {"name": "main", "value": "(<coroutine t1>, <function t1.<lambda>>, <t1>, t1)"},
            "`main()` suspends. `(&lt;coroutine t1&gt;, &lt;function t1.&lt;lambda&gt;&gt;,"
            " &lt;t1&gt;, T1)` climbs to the code that drives it.",
        ),
        (
            "added",
            {"future": ("future", {"label": "f1"}), "callback": "f1"},
            '<b class="label future" data-label="f1">F1</b> gets a callback: `f1`.',
        ),
    ],
)
def test_a_name_of_the_program_that_is_like_a_label_stays_as_it_is(key, fields, said):
    assert told(key, **fields) == said


# -- lanes

A_TASK = [
    e.Loop(0, 1, "Loop"),
    e.Task(1, "t1", "brew", "Task-1", False, 3, None),
    e.Handle(2, 1, 1, "step", "t1", None, "", None, []),
    e.Ready(3, 1, "soon", 3, "create_task"),
    e.Turn(4, 1, 1, 0, 0),
    e.Woke(5, 1, 0),
    e.Run(6, 1),
    e.Frame(7, 1, "coroutine", "brew", 5),
    e.Yield(8, 1, "None", 2),
]
WAITS = [
    e.Waits(9, "t1", None, [["brew", 5, 1]]),
    e.End(10, 1),
    e.Turn(11, 1, 2, 9000, 0),
]


def test_a_function_under_way_in_a_job_stands_behind_it_with_an_arrow():
    parts = ("job_call", {"call": "F1.cancel()"}), ("inside", {"calls": [("report", None)]})
    html = panels.chip(Chip("running", "h1", parts), EN)
    assert re.sub("<[^>]*>", "", html) == "F1.cancel() → report()"


def test_what_a_queue_holds_is_told_from_how_many_they_are():
    one = ("holds_of_items", {"count": 1, "room": 3, "value": "7"})
    html = panels.chip(
        Chip("shared", "q1", (("shared", {"label": "q1", "name": "Queue"}), one)), EN
    )
    assert re.sub("<[^>]*>", "", html) == "Q1 Queue() · holds 1 of 3: 7"


BY_HAND = [
    e.Frame(1, 1, "module", "<module>", 1),
    e.Frame(2, 2, "generator", "count", 2),
    e.Yield(3, 2, "1", 2),
    e.Frame(4, 3, "function", "helper", 7),
    e.Return(5, 3, "None"),
    e.Resume(6, 2),
    e.Return(7, 2, "None"),
]


def drawn(events: list[e.Event]) -> tuple[list[lanes.Lane], list[str], str]:
    """The lanes, the kinds of bars that their keys explain, and the HTML."""
    found = moments(events)
    made = lanes.lanes(tuple(events), found)
    drawing = lanes.by_moments(made, found)
    html = str(lanes.drawn(drawing, "Lanes", "p", EN, lanes.legend(drawing, EN)))
    return made, re.findall(r'lane-key (\w+)"', html), html


def test_keys_explain_the_bars_that_are_drawn_and_no_others():
    _, keys, _ = drawn(A_TASK)
    assert keys == ["ready", "running", "turn"]
    _, keys, html = drawn([*A_TASK, *WAITS])
    assert keys == ["ready", "running", "waiting", "turn"]
    assert f">{EN['player_lane_waiting']}</span>" in html
    assert EN["panel_state_suspended"] not in html


def test_a_program_without_a_loop_has_lanes_of_its_generators_and_no_turns():
    made, keys, html = drawn(BY_HAND)
    assert [(lane.label, lane.name) for lane in made] == [("", "count")]
    assert "turn" not in keys
    assert EN["panel_state_suspended"] in html
    assert f">{EN['player_lane_waiting']}</span>" not in html


def test_a_lane_says_at_which_moments_its_task_did_what():
    (lane,), _, html = drawn([*A_TASK, *WAITS])
    assert (lane.label, lane.name) == ("t1", "brew")
    states = [(moment.key, state) for moment, state in zip(
        moments([*A_TASK, *WAITS]), lane.states, strict=True
    )]  # fmt: skip
    assert states == [
        ("loop", None),
        ("task_made", "ready"),
        ("turn", "ready"),
        ("begins", "running"),
        ("waits_turn", "waiting"),
        ("turn_waits", "waiting"),
    ]
    assert [*lane.bars()] == [("ready", 1, 2), ("running", 3, 1), ("waiting", 4, 2)]
    bars = re.findall(r'<rect class="(\w+)" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', html)
    assert bars == [
        ("waiting", "66.67", "33.33"),
        ("ready", "16.67", "33.33"),
        ("running", "50", "16.67"),
    ]
    assert re.findall(r'<line class="turn" x1="([\d.]+)%"', html) == ["33.33", "83.33"]
    assert re.findall(r'<text x="([\d.]+)%" y="\d+">(\d+)</text>', html) == [
        ("33.33", "1"),
        ("83.33", "2"),
    ]


def test_what_run_does_at_its_end_has_no_lane_and_no_name_is_markup():
    tasks = [
        e.Task(2, "t1", "<lambda>.<locals>.brew", "Task-1", True, 3, None),
        e.Task(3, "t2", "BaseEventLoop.shutdown_asyncgens", "Task-2", True, None, "run"),
    ]
    made, _, html = drawn([e.Loop(0, 1, "Loop"), *tasks])
    assert [lane.label for lane in made] == ["t1"]
    assert "&lt;lambda&gt;.brew()</li>" in html
    assert "<lambda>" not in html
    drawing = lanes.by_moments(made, [Moment([("loop", {})], 1)])
    assert 'aria-label="a &lt; b"' in str(lanes.drawn(drawing, "a < b", "p", EN))


def test_what_waits_is_hatched_and_nothing_else():
    _, _, html = drawn([*A_TASK, *WAITS])
    assert html.count('fill="url(#p-hatch)"') == html.count('class="waiting"') == 1


def test_more_tasks_than_fit_have_no_lanes_and_nothing_has_no_drawing():
    tasks = [e.Task(n, f"t{n}", "brew", f"Task-{n}", True, 3, None) for n in range(1, 13)]
    made, _, html = drawn([e.Loop(0, 1, "Loop"), *tasks])
    assert len(made) == 12
    assert html.count("<li>") == lanes.MOST == 10
    assert str(lanes.drawn(lanes.by_moments([], []), "Lanes", "p", EN)) == ""


@pytest.mark.parametrize("text", ["</script>", "<!-- <script>", "</SCRIPT", "a < b / c!", "é"])
def test_data_for_a_script_can_neither_end_it_nor_begin_a_comment(text):
    html = str(for_script({"text": text, "list": [1, 2]}))
    assert "</" not in html
    assert "<!" not in html
    assert json.loads(html) == {"text": text, "list": [1, 2]}


def test_numbers_of_turns_stand_where_there_is_room_for_them():
    begins = [lanes.Mark(at, str(at)) for at in (0, 1, 11, 12, 24, 30)]
    assert [mark.text for mark in lanes._apart(begins, 100)] == ["0", "", "", "12", "24", ""]


HELD = [
    *A_TASK,
    e.Task(9, "t2", "late", "Task-2", False, 4, None),
    e.Handle(10, 2, 1, "step", "t2", None, "", None, []),
    e.Ready(11, 2, "soon", 4, "create_task"),
    e.Output(80_000, "out", "a\n", 5),
]


@pytest.mark.parametrize(("end", "held"), [(100_010, []), (100_011, [(3, 3)])])
def test_a_step_that_keeps_others_waiting_for_long_is_marked(end, held):
    made, keys, html = drawn([*HELD, e.Waits(end, "t1", None, [["brew", 5, 1]]), e.End(end, 1)])
    assert [lane.held for lane in made] == [held, []]
    assert ("held" in keys) == ('<rect class="held"' in html) == bool(held)


def test_a_long_step_that_nobody_waits_for_is_not():
    end = [e.Waits(900_000, "t1", None, [["brew", 5, 1]]), e.End(900_000, 1)]
    made, keys, _ = drawn([*A_TASK, *end])
    assert made[0].held == []
    assert "held" not in keys


def test_a_timer_that_came_due_meanwhile_waits_from_then_on():
    late = [e.Handle(9, 2, 1, "call", None, None, "tick", 3, []), e.Timer(10, 2, 50_000, 4, None)]
    for end, held in ((149_999, False), (150_000, True)):
        made, _, _ = drawn([*A_TASK, *late, e.Waits(end, "t1", None, []), e.End(end, 1)])
        assert bool(made[0].held) == held


def test_lanes_of_a_gather_and_of_a_task_group_are_seen_as_one():
    made = [e.Task(n, f"t{n}", "brew", f"Task-{n}", True, 3, None) for n in range(1, 5)]
    callbacks = [e.Added(5, f"t{n}", None, GATHERED) for n in (2, 3)]
    group = [
        e.Future(6, "f1", "_GatheringFuture", 4, "gather"),
        e.Shared(7, "g1", "task group", "TaskGroup", 5),
        e.Contents(8, "g1", {"tasks": ["t4"], "count": 1, "parent": "t1", "leaving": False}),
        e.Output(9, "out", "a\n", 6),
        e.Contents(10, "g1", {"tasks": [], "count": 0, "parent": "t1", "leaving": False}),
        e.Output(11, "out", "b\n", 6),
    ]
    found, _, html = drawn([e.Loop(0, 1, "Loop"), *made, *callbacks, *group])
    assert [lane.group for lane in found] == ["", "f1", "f1", "g1"]
    assert re.findall(r'<li class="(grouped[^"]*)"', html) == [
        "grouped first",
        "grouped",
        "grouped first",
    ]
    assert re.findall(r", (gathered by|belongs to) <b[^>]*>(\w+)</b></span></li>", html) == [
        ("gathered by", "F1"), ("gathered by", "F1"), ("belongs to", "G1"),
    ]  # fmt: skip
    _, _, html = drawn([e.Loop(0, 1, "Loop"), *made[1:3], *callbacks, group[0]])  # no task before
    assert re.findall(r'<li class="(grouped[^"]*)"', html) == ["grouped first", "grouped"]


def test_the_script_gets_the_bars_of_the_other_axis():
    found = moments([*A_TASK, *WAITS])
    drawing = lanes.by_moments(lanes.lanes((*A_TASK, *WAITS), found), found)
    assert drawing.for_script() == {
        "bars": [[0, 4, 2, 1, 1, 2, 2, 3, 1]],
        "marks": [["33.33", "1"], ["83.33", "2"]],
    }
