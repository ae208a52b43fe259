"""Is a recording true of the run, and the same in every language? Events in, sentences out."""

from __future__ import annotations

import pytest
from made import run_of
from recorder import events as e
from runs.contracts import Contract, Named
from runs.player import MOST_EVENTS, NoMoment, tell
from runs.recordings import Recording, difference

LOOP = e.Loop(0, 1, "Loop")
TURN = e.Turn(1, 1, 1, 0, 0)
FOLD = e.Fold(2, 1, 5, 9, 1, 2, {}, {}, {}, {}, {}, {}, {})
CUT = e.Cut(3, "events")


def recording(*events: e.Event, lost: int = 0, wrong: tuple[str, ...] = ()) -> Recording:
    return Recording(events, lost, wrong)


def faults(told: Recording, turns: int | None) -> str:
    return " & ".join(told.faults(turns))


def test_a_recording_that_is_true_has_no_faults():
    assert faults(recording(LOOP, TURN), 1) == ""
    assert faults(recording(LOOP, TURN), None) == ""
    assert faults(recording(LOOP, TURN, CUT), 7) == "", "of what was cut off nobody knows"


@pytest.mark.parametrize(
    ("told", "turns", "fault"),
    [
        (recording(TURN), 2, "expected the recording to tell all 2 turns, but it tells 1"),
        (recording(TURN, TURN), 1, "expected the recording to tell all 1 turns, but it tells 2"),
        (recording(TURN, lost=3), 1, "a whole recording, but faults of the recorder cost 3 events"),
        (recording(TURN, wrong=("it is odd",)), 1, "give the real loop's state, but it is odd"),
        (recording(CUT, wrong=("it is odd",)), None, "give the real loop's state, but it is odd"),
    ],
)
def test_what_is_not_true_is_told(told, turns, fault):
    found = faults(told, turns)
    assert found.endswith(fault)
    assert "&" not in found


def test_turns_that_were_folded_count():
    assert recording(TURN, FOLD, TURN).turns == 2 + FOLD.turns
    assert recording(TURN, CUT).turns is None


def test_snapshots_have_served_when_the_recording_is_read():
    snapshot = ["snapshot", 2, 1, [8], [], {}, {}, {}, {}]
    read = Recording.of({"events": [list(e.as_list(LOOP)), snapshot], "lost": 2})
    assert read.events == (LOOP,)
    assert read.lost == 2


def test_what_a_replay_gives_and_was_not_so_is_told_three_times():
    handles = [["handle", 0, n, 1, "call", None, None, "f", None, []] for n in range(1, 6)]
    ready = [["ready", 0, n, "soon", None, None] for n in range(1, 6)]
    events = [["loop", 0, 1, "Loop"], *handles, *ready]
    for n in range(1, 6):
        events += [["snapshot", 1, 1, [99], [], {}, {}, {}, {}], ["run", 1, n], ["end", 1, n]]
    assert Recording.of({"events": events, "lost": 0}).mismatches == (
        "the ready queue: told [1, 2, 3, 4, 5], really [99]",
        "the ready queue: told [2, 3, 4, 5], really [99]",
        "the ready queue: told [3, 4, 5], really [99]",
    )


def test_events_that_cannot_follow_each_other_are_told():
    events = [["loop", 0, 1, "Loop"], ["ready", 1, 7, "soon", None, None]]
    (wrong,) = Recording.of({"events": events, "lost": 0}).mismatches
    assert wrong.endswith("cannot be: KeyError(7)")


CALL = e.Handle(1, 1, 1, "call", None, None, "f", None, ["'chá'"])
SAME = [
    (LOOP, LOOP._replace(at=9)),
    (CALL, CALL._replace(args=["'tea'"])),
    (e.Timer(1, 1, 100, 3, None), e.Timer(1, 1, 107, 3, None)),
    (TURN, TURN._replace(timeout=8)),
    (e.Output(1, "out", "chá\n", 3), e.Output(1, "out", "tea\n", 3)),
    (e.Return(1, 1, "'chá'"), e.Return(1, 1, "'tea'")),
    (e.Variables(1, 1, {"a": "'chá'"}), e.Variables(1, 1, {"a": "'tea'"})),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_clock_texts_and_values_may_differ_between_languages(one, other):
    assert one != other
    assert difference(recording(one), recording(other)) is None


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ([LOOP], [LOOP, TURN], "nothing more there is Turn(loop=1, number=1, watched=0)"),
        ([LOOP, TURN], [LOOP], "Turn(loop=1, number=1, watched=0) there is nothing more"),
        ([TURN], [TURN._replace(number=2)], "Turn(loop=1, number=1, watched=0) there is Turn("),
        ([LOOP], [TURN], "Loop(loop=1, name='Loop') there is Turn(loop=1, number=1, watched=0)"),
    ],
)
def test_anything_else_is_a_difference(one, other, told):
    assert str(difference(recording(*one), recording(*other))).startswith(told)


def cancelled(*tasks: str, line: int | None = 9, via: str | None = "run") -> list[e.Event]:
    """Two tasks are asked to cancel, and then end in that order."""
    asked = [e.Cancel(1, task, line, via) for task in tasks]
    steps = [e.Handle(1, 4 + n, 1, "step", t, None, "", None, []) for n, t in enumerate(tasks)]
    return [LOOP, *asked, *steps, *(e.Done(2, task, "cancelled", None) for task in tasks)]


@pytest.mark.parametrize(("line", "via"), [(9, "run"), (None, None)], ids=["run", "group"])
def test_tasks_of_a_set_are_cancelled_in_any_order_but_all_of_them(line, via):
    one, other = (cancelled(*tasks, line=line, via=via) for tasks in (("t2", "t3"), ("t3", "t2")))
    assert difference(recording(*one), recording(*other)) is None
    assert difference(recording(*one), recording(*other[:-1]))
    assert difference(recording(*one[1:]), recording(*other))


def test_what_is_collected_is_told_of_in_any_order_but_all_of_it():
    gone, thrown, told = (
        e.Gone(1, "t2"),
        e.Throw(1, 3, "GeneratorExit()"),
        e.Output(1, "err", "", 9),
    )
    one, other = [LOOP, gone, thrown, told], [LOOP, gone, told, thrown]
    assert difference(recording(*one), recording(*other)) is None
    assert difference(recording(*one), recording(*other[:-1]))
    assert difference(recording(LOOP, thrown, told), recording(LOOP, told, thrown))


@pytest.mark.parametrize("kind", [e.Added, e.Removed])
@pytest.mark.parametrize(
    "name",
    ["_wait.<locals>._on_completion", "_AsCompletedIterator._handle_completion"],
)
def test_callbacks_on_tasks_of_a_set_come_in_any_order_but_all_of_them(kind, name):
    t2, t3 = (kind(1, task, None, name) for task in ("t2", "t3"))
    assert difference(recording(LOOP, t2, t3, TURN), recording(LOOP, t3, t2, TURN)) is None
    assert difference(recording(LOOP, t2, t3, TURN), recording(LOOP, t3, TURN))
    assert difference(recording(LOOP, t2, TURN, t3), recording(LOOP, t3, TURN, t2))
    others = [each._replace(name="note") for each in (t2, t3)]
    assert difference(recording(LOOP, *others), recording(LOOP, *reversed(others)))


def test_who_cancels_by_own_hand_gives_the_order():
    one, other = (cancelled(*tasks, via=None) for tasks in (("t2", "t3"), ("t3", "t2")))
    assert "there is Cancel(task='t3'" in str(difference(recording(*one), recording(*other)))
    apart = [cancelled(*tasks)[1:2] for tasks in (("t2",), ("t3",))]
    first, second = [*apart[0], TURN, *apart[1]], [*apart[1], TURN, *apart[0]]
    assert difference(recording(*first), recording(*second))


@pytest.mark.parametrize("kind", [FOLD, CUT])
def test_where_a_recording_is_not_whole_nothing_is_said(kind):
    assert difference(recording(TURN, kind), recording(LOOP)) is None
    assert difference(recording(LOOP), recording(TURN, kind)) is None


# -- the moments that pages name

PROGRAM = run_of().program
LINES = [
    LOOP,
    e.Frame(1, 1, "coroutine", "brew", 4),
    e.Return(2, 1, "1"),
    e.Frame(3, 2, "coroutine", "pour", 9),
    e.Return(4, 2, "2"),
    e.Output(5, "out", "tea\n", 9),
]


def number(wanted: Named) -> int:
    contract = Contract(moments={"here": wanted})
    return tell(PROGRAM, contract, recording(*LINES)).named["here"]


def test_a_moment_is_named_by_kind_fields_number_and_code():
    moments = tell(PROGRAM, Contract(), recording(*LINES)).moments
    keys = [moment.key for moment in moments]
    assert keys == ["loop", "starts", "returns_out", "starts", "returns_out", "prints"]
    assert number(Named({"event": "frame"})) == 2
    assert number(Named({"event": "frame"}, nth=2)) == 4
    assert number(Named({"event": "frame", "name": "pour"})) == 4
    assert number(Named({"event": "return", "value": "2"})) == 5
    assert number(Named({"event": "output"})) == 6


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Named({"event": "frame"}, nth=3), "number 3 of event = 'frame'"),
        (Named({"event": "frame", "name": "tea"}), "number 1 of event = 'frame', name = 'tea'"),
        (Named({"event": "frame"}, code="absent"), "code = 'absent'"),
    ],
)
def test_a_moment_that_is_not_there_is_told(wanted, told):
    with pytest.raises(NoMoment) as error:
        number(wanted)
    assert told in str(error.value)


@pytest.mark.parametrize("told", [None, recording()])
def test_what_has_no_moments_is_told(told):
    with pytest.raises(NoMoment, match='has no recorded run to show: write show="both"'):
        tell(PROGRAM, Contract(), told)


def test_a_recording_too_long_to_be_read_is_told():
    line = e.Output(1, "out", "tea\n", 9)
    tell(PROGRAM, Contract(), recording(*[line] * MOST_EVENTS))
    with pytest.raises(NoMoment, match=f"has {MOST_EVENTS + 1} events; a page can show"):
        tell(PROGRAM, Contract(), recording(*[line] * (MOST_EVENTS + 1)))
