"""What a panel shows of a run: whole panels of small programs, as literals."""

from __future__ import annotations

import pytest
from recorder.events import Return, Snapshot
from recorder.moments import moments
from recorder.panel import GROUPS, Chip, Panel, capped, groups_of, panel
from recorder.state import State

WAITING = """\
import asyncio

async def inner(future):
    return await future

async def main():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.05, future.set_result, 42)
    task = asyncio.create_task(inner(future), name="mine")
    task.add_done_callback(print)
    await asyncio.sleep(0)
    return await task

asyncio.run(main())
"""


def panels(one) -> list[tuple[str, Panel]]:
    """Key and panel of each moment."""
    events = [event for event in one.events if not isinstance(event, Snapshot)]
    state, at, found, groups = State(), 0, [], groups_of(events)
    for moment in moments(events):
        for event in events[at : moment.end]:
            state.apply(event)
        at = moment.end
        found.append((moment.key, panel(state, groups)))
    return found


def texts(chips: list[Chip]) -> list[str]:
    """Chips as short texts."""
    return [f"{chip.kind} " + "; ".join(said(*part) for part in chip.parts) for chip in chips]


def said(key, fields) -> str:
    return " ".join([key, *(str(value) for name, value in fields.items() if name != "time")])


def at(one, key: str, nth: int = 1) -> dict[str, list[str]]:
    """The groups with something in them at the nth moment of a kind; without what a step held up:
    on a crowded machine any may."""
    shown = [shown for found, shown in panels(one) if found == key][nth - 1]
    groups = {n: [c for c in chips if c.kind != "held"] for n, chips in shown.groups.items()}
    return {name: texts(chips) for name, chips in groups.items() if chips}


@pytest.mark.timely
def test_while_the_loop_waits_everything_that_waits_is_shown_with_where_it_stands(record):
    shown = at(record(WAITING), "turn_waits")
    assert shown == {
        "running": ["loop the_loop_sleeps"],
        "timers": ["timer job_call F1.set_result(42); wakes t2; in"],
        "selector": ["waiting asks"],
        "tasks": [
            "waiting task t1 main; state_waiting t2; then_stops",
            "waiting task t2 inner; state_waiting f1; then_calls print; wakes t1",
        ],
        "futures": ["pending label f1; future_pending; wakes t2"],
        "variables": [
            "variable suspended variable future f1; of t1 main",
            "variable suspended variable task t2; of t1 main",
            "variable suspended variable future f1; of t2 inner",
        ],
    }


@pytest.mark.timely
def test_the_margin_shows_the_lines_on_which_tasks_stand_and_no_line_runs(record):
    (shown,) = [shown for key, shown in panels(record(WAITING)) if key == "turn_waits"]
    assert (shown.line, shown.margin) == (None, [(4, "t2"), (12, "t1")])


@pytest.mark.timely
def test_values_stand_with_what_is_done(record):
    shown = at(record(WAITING), "ends")
    assert shown["tasks"][1] == "result task t2 inner; state_result; value 42"
    assert shown["futures"] == ["set label f1; future_result; value 42"]
    assert [chip.partition(";")[0] for chip in shown["ready"]] == [
        "ready job_call print(t2)",
        "ready job_wake t1",
    ]


@pytest.mark.timely
def test_the_chain_of_a_suspended_task_is_shown_with_its_lines(record):
    source = """\
import asyncio

async def inner():
    await asyncio.sleep(0.02)

async def outer():
    await inner()

asyncio.run(outer())
"""
    shown = at(record(source), "turn_waits")
    assert shown["tasks"] == [
        "waiting task t1 outer; state_waiting f1; chain [('outer', 7), ('inner', 4)]; then_stops"
    ]
    assert shown["timers"] == ["timer job_sets f1; wakes t1; in"]


def test_an_eager_task_is_seen_inside_the_function_that_makes_it(record):
    source = """\
import asyncio

async def quick():
    print("quick")
    return 7

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(quick())
    await task

asyncio.run(main())
"""
    one = record(source)
    if one.status:  # 3.11 has no eager tasks
        assert "eager_task_factory" in one.err
        return
    shown = at(one, "prints")
    assert shown["running"] == ["running label t1; calls [('main', None), ('quick', 't2')]"]
    assert [key for key, _ in panels(one)].count("gone") == 0
    assert at(one, "ends")["tasks"][1] == "result task t2 quick; state_result; value 7"


def test_a_timer_that_is_overdue_says_since_when(record):
    source = """\
import asyncio
import time

async def main():
    asyncio.get_running_loop().call_later(0.01, print, "late")
    time.sleep(0.05)
    print("blocked")
    await asyncio.sleep(0)

asyncio.run(main())
"""
    shown = next(shown for key, shown in panels(record(source)) if key == "prints")
    (chip,) = shown.groups["timers"]
    (_, (key, fields)) = chip.parts
    assert key == "due"
    assert fields["time"] >= 40_000  # µs


GATHERS = """\
import asyncio

async def one():
    await asyncio.sleep(0)

async def main():
    await asyncio.gather(one(), one())
    async with asyncio.TaskGroup() as group:
        group.create_task(one())

asyncio.run(main())
"""


def test_what_a_gather_and_a_task_group_hold_together_is_shown_as_one(record):
    recorded = record(GATHERS)
    during = at(recorded, "waits")
    assert "pending label f1; future_pending; gathers ['t2', 't3']; wakes t1" in during["futures"]
    assert [text.split("; ")[-1] for text in during["tasks"][1:]] == ["gathered ['f1']"] * 2
    during = at(recorded, "waits", 2)
    assert during["shared"] == ["shared shared g1 TaskGroup; groups ['t4']; of_waiters t1"]
    assert "belongs ['g1']" in during["tasks"][-1]
    for _, shown in panels(recorded):
        for chip in shown.groups["tasks"]:
            assert ("then_calls", {"call": "gather._done_callback"}) not in chip.parts


def test_a_step_that_kept_others_waiting_says_for_how_long_and_whom(record):
    source = """\
import asyncio
import time

async def other():
    print("other")

async def main():
    asyncio.get_running_loop().call_later(0.01, print, "late")
    task = asyncio.create_task(other())
    time.sleep(0.15)
    await task

asyncio.run(main())
"""
    found = [chip for _, shown in panels(record(source)) for chip in shown.groups["running"]]
    held = next(
        chip for chip in found if chip.kind == "held" and chip.parts[0][1] == {"label": "t1"}
    )
    _, (took, fields), (kept, jobs) = held.parts
    assert (took, kept) == ("took", "kept")
    assert fields["time"] >= 150_000
    assert [said(*job) for job in jobs["jobs"]] == ["job_step t2", "job_call print('late')"]


@pytest.mark.timely
def test_a_request_to_cancel_is_shown_till_it_is_taken_back(record):
    source = """\
import asyncio

async def main():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        print("late")

asyncio.run(main())
"""
    one = record(source)
    during = [texts(shown.groups["tasks"])[0] for key, shown in panels(one) if key == "cancel"]
    assert ["cancelling" in text for text in during] == [True]
    assert "cancelling" not in at(one, "prints")["tasks"][0]


def test_of_a_queue_the_first_are_shown_and_of_other_things_what_is_not_over():
    jobs = [Chip("ready", f"h{n}", ()) for n in range(10)]
    shown = capped("ready", jobs)
    assert [chip.key for chip in shown] == [*(f"h{n}" for n in range(8)), "more"]
    tasks = [Chip("result" if n > 3 else "waiting", f"t{n}", ()) for n in range(12)]
    shown = capped("tasks", tasks)
    assert [chip.key for chip in shown] == ["more", *(f"t{n}" for n in (0, 1, 2, 3, 8, 9, 10, 11))]
    assert shown[0].parts == (("more", {"count": 4}),)


def test_where_a_queue_holds_more_than_is_named_that_is_seen(record):
    program = """\
import asyncio

async def main():
    queue = asyncio.Queue()
    for n in range(8):
        queue.put_nowait(n)
    print("eight")
    queue.put_nowait(8)
    print("nine")

asyncio.run(main())
"""
    eight, nine = [at(record(program), "prints", nth)["shared"] for nth in (1, 2)]
    assert eight == ["shared shared q1 Queue; holds_items 8 0, 1, 2, 3, 4, 5, 6, 7"]
    assert nine == ["shared shared q1 Queue; holds_items 9 0, 1, 2, 3, 4, 5, 6, 7, …"]


def test_an_empty_state_has_an_empty_panel():
    assert panel(State()) == Panel(None, 0, None, [], {name: [] for name in GROUPS})


def test_what_functions_change_is_shown_where_those_go_on_who_wait_for_them(record):
    source = """\
import asyncio

count = 0
seen = []

def bump(to):
    global count
    count += 1
    to.append(count)

async def main():
    mine = []
    bump(mine)
    bump(seen)
    return mine

asyncio.run(main())
"""
    one = record(source)
    shown = at(one, "stop")["variables"]
    assert shown == ["variable variable count 2", "variable variable seen [2]"]
    state = State()
    for event in one.told:
        state.apply(event)
        if isinstance(event, Return) and event.frame == 3:  # the first call of bump is over
            main = state.frames[2].variables
    assert main == {"mine": "[1]"}
