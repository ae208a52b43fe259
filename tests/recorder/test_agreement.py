"""Sentence and panel of a moment agree: what changes is shown where that is said, no earlier."""

from __future__ import annotations

import pytest
from recorder.moments import moments
from shown import behind, shown


def chips(panel, group):
    """The keys of what a group says, chip by chip."""
    return [[key for key, _ in chip.parts] for chip in panel.groups[group]]


def at(one, begins):
    """The panel of the first moment whose sentence begins so."""
    return next(panel for said, panel in shown(one) if said.startswith(begins))


def variables(panel):
    said = [chip.parts[0][1] for chip in panel.groups["variables"]]
    return {each["name"]: each["value"] for each in said}


BEHIND_THE_STOP = """\
import asyncio

async def hello():
    await asyncio.sleep(0)

async def main():
    asyncio.create_task(hello())

asyncio.run(main())
"""


def test_the_call_that_stops_the_loop_stands_in_the_queue_until_it_runs(record):
    """In the turn in which `hello` has its first step, too: that runs before it."""
    one = record(BEHIND_THE_STOP)
    suspends = at(one, "T2 hello() suspends")
    assert chips(suspends, "ready") == [["job_stops"], ["job_step"]]
    assert behind(one, "T2 hello() suspends", 3)[1:] == [
        "The loop takes the call that stops the loop from the ready queue and runs it. It will stop"
        " at the end of this turn.",
        "The loop stops.",
    ]
    made = behind(one, "run() makes T1", 1)[0]
    assert made.endswith(
        "When T1 main() ends, the call that stops the loop will join the ready queue."
    )
    assert ["task", "state_ready", "then_stops"] in chips(at(one, "run() makes T1"), "tasks")


TAKEN = """\
import asyncio

async def take(queue):
    while True:
        item = await queue.get()
        print(f"then {await queue.get()}", item)

async def main():
    queue = asyncio.Queue()
    taker = asyncio.create_task(take(queue))
    await asyncio.sleep(0)
    for n in range(4):
        queue.put_nowait(n)
    await asyncio.sleep(0)

asyncio.run(main())
"""


def test_what_came_out_of_a_queue_is_not_in_it_any_more(record):
    told = shown(record(TAKEN))
    goes_on = next(panel for said, panel in told if "take() goes on, and item is 0" in said)
    assert variables(goes_on)["item"] == "0"
    held = [chip.parts[1][1]["count"] for chip in goes_on.groups["shared"]]
    assert held == [3]
    printed = [
        (said, panel.groups["shared"][0].parts[1][1]["count"])
        for said, panel in told
        if said.startswith("Printed")
    ]
    assert printed == [("Printed: then 1 0", 2), ("Printed: then 3 2", 0)]


JOINS = """\
import asyncio

async def work(queue):
    while True:
        await queue.get()
        await asyncio.sleep(0)
        queue.task_done()

async def main():
    queue = asyncio.Queue()
    for n in range(2):
        queue.put_nowait(n)
    worker = asyncio.create_task(work(queue))
    await queue.join()
    worker.cancel()

asyncio.run(main())
"""


def test_what_join_waits_for_is_shown_while_somebody_waits_there(record):
    told = shown(record(JOINS))
    seen = [dict(panel.groups["shared"][0].parts) for _, panel in told if panel.groups["shared"]]
    waits = [each for each in seen if "of_joiners" in each]
    assert {each["of_joiners"]["label"] for each in waits} == {"t1"}
    counts = [each["unfinished"]["count"] for each in waits]
    assert sorted({*counts}) == [1, 2]
    assert not [each for each in seen if "unfinished" in each and "of_joiners" not in each]


GROUP = """\
import asyncio

async def brew(fails):
    try:
        await asyncio.sleep(0 if fails else 5)
    finally:
        if fails:
            raise OSError

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(brew(True))
            group.create_task(brew(False))
    except* OSError as failed:
        print("failed")

asyncio.run(main())
"""


def test_a_group_is_waited_for_while_its_task_waits_and_lets_go_where_that_is_told(record):
    one = record(GROUP)
    told = shown(one)
    for said, panel in told:
        for parts in chips(panel, "shared"):
            (main, *_) = panel.groups["tasks"]
            waits = any(key == "state_waiting" for key, _ in main.parts)
            assert "of_waiters" not in parts or waits, said
            assert "aborting" not in parts or "groups" in parts, said
        for parts in chips(panel, "tasks"):
            assert "then_calls" not in parts, said
    assert not [said for said, _ in told if "gets a callback" in said], "asyncio adds it"


ONE_BY_ONE = """\
import asyncio

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0))
        group.create_task(asyncio.sleep(0.01))

asyncio.run(main())
"""


def test_what_a_call_of_asyncios_own_does_is_shown_with_that_call(record):
    lets_go = at(record(ONE_BY_ONE), "The loop takes the call G1._on_task_done(T2)")
    assert dict(lets_go.groups["shared"][0].parts)["groups"]["labels"] == ["t3"]
    assert chips(lets_go, "running") == [["job_call"]]


HANDLER = """\
import asyncio

def report(loop, context):
    print("caught")

def fails():
    raise OSError

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report)
    loop.call_soon(fails)
    await asyncio.sleep(0)
    loop.call_soon(asyncio.Event.set, None)
    await asyncio.sleep(0)

asyncio.run(main())
"""


def test_an_exception_handler_is_called_by_the_loop_and_not_by_the_job(record):
    told = shown(record(HANDLER))
    caught = [panel for said, panel in told if said == "Printed: caught"]
    assert [chips(panel, "running") for panel in caught] == [[["handler", "inside"]]] * 2
    runs = next(panel for said, panel in told if said.startswith("The loop takes the call fails()"))
    assert runs.line == 6  # where the function begins


PASSED_ON = """\
import asyncio

async def inner():
    await asyncio.sleep(5)

async def outer(task):
    await task

async def main():
    task = asyncio.create_task(inner())
    waiter = asyncio.create_task(outer(task))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.wait([task, waiter])

asyncio.run(main())
"""


def test_where_a_request_to_cancel_is_handed_on_that_is_said(record):
    assert behind(record(PASSED_ON), "cancel() asks T3", 3)[1:] == [
        "T3 outer() waits for T2 inner(), so the request is passed on: T2 inner() is asked to end"
        " with a CancelledError, too.",
        "T2 inner() waits for F1, so the request is passed on: F1 is done, cancelled. The wake-up"
        " of T2 inner() joins the ready queue.",
    ]


GLOBALS = """\
import asyncio

woken = 0
names = []

async def child(n):
    global woken
    for _ in range(2):
        woken += 1
        await asyncio.sleep(0)
        print(woken)

async def parent():
    own = "mine"
    await child(1)

asyncio.run(parent())
"""


def test_variables_of_who_waits_and_what_a_function_changes_in_its_module_are_shown(record):
    told = shown(record(GLOBALS))
    printed = [variables(panel) for said, panel in told if said.startswith("Printed")]
    assert [each["woken"] for each in printed] == ["1", "2"]
    assert {each["own"] for each in printed} == {"'mine'"}
    begins = next(panel for said, panel in told if said.startswith("parent() awaits child()"))
    parts = [chip.parts for chip in begins.groups["variables"]]
    assert parts[:2] == [
        (("variable", {"name": "n", "value": "1"}),),
        (("variable", {"name": "own", "value": "'mine'"}), ("of_function", {"name": "parent"})),
    ]
    assert [each[1:] for each in parts[2:]] == [(("of_module", {}),)] * len(parts[2:])


SHARED_VARIABLES = """\
import asyncio

results = []

async def add(items, n):
    items.append(n)
    results.append(n)
    print("added")
    await asyncio.sleep(0)

async def main():
    own, count = [], 0
    def bump():
        nonlocal count
        count += 1
        print("bumped")
    bump()
    await add(own, 1)
    asyncio.get_running_loop().call_soon(results.append, 9)
    await asyncio.sleep(0)
    print("over")

asyncio.run(main())
"""


def test_what_a_function_changes_in_variables_of_others_is_shown_as_it_is_at_once(record):
    one = record(SHARED_VARIABLES)
    bumped, added, over = (variables(at(one, f"Printed: {what}")) for what in (
        "bumped", "added", "over"
    ))  # fmt: skip
    assert bumped["count"] == "1"
    assert (added["items"], added["own"], added["results"]) == ("[1]", "[1]", "[1]")
    assert over["results"] == "[1, 9]"
    calls = at(one, "The loop takes the call list.append(9)")
    assert variables(calls)["results"] == "[1, 9]"


BY_HAND_LOOP = """\
import asyncio

loop = asyncio.new_event_loop()
loop.call_later(0.2, loop.stop)
loop.run_forever()
loop.close()
rest = 1
print(rest)
"""


def test_the_time_asked_for_is_that_of_the_next_timer(record):
    waits = at(record(BY_HAND_LOOP), "Turn 1 of the loop")
    (asked,) = [dict(chip.parts)["asks"]["time"] for chip in waits.groups["selector"]]
    (left,) = [dict(chip.parts)["in"]["time"] for chip in waits.groups["timers"]]
    assert left == asked


def test_a_loop_is_closed_by_the_line_that_does_so(record):
    one = record(BY_HAND_LOOP)
    assert behind(one, "The loop is closed.", 3) == [
        "The loop is closed.", "Printed: 1", "The program ends.",
    ]  # fmt: skip
    closed = at(one, "The loop is closed.")
    assert (closed.line, chips(closed, "running")) == (6, [["the_module"]])


HELD_UP = """\
import asyncio
import time

async def greedy():
    time.sleep(0.15)

async def main():
    task = asyncio.create_task(greedy())
    other = asyncio.create_task(asyncio.sleep(0))
    await other

asyncio.run(main())
"""


@pytest.mark.timely
def test_that_a_job_held_up_the_loop_is_said_where_it_ends(record):
    (said,) = behind(record(HELD_UP), "T2 greedy() ends", 1)
    assert " The job that ends here took 15" in said
    assert said.endswith("Kept waiting: the first step of T3 sleep().")


COMES_OUT = """\
import asyncio

async def fails():
    await asyncio.sleep(0)
    raise OSError

async def nap():
    await asyncio.sleep(5)

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
    except* OSError:
        print("group")
    try:
        async with asyncio.timeout(0.01):
            await nap()
    except TimeoutError:
        print("timeout")
    try:
        await asyncio.wait_for(nap(), 0.01)
    except TimeoutError:
        print("wait_for")
    failed = asyncio.create_task(fails())
    await asyncio.wait([failed])
    for _ in range(2):
        try:
            await failed  # with the traceback of where it failed
        except OSError:
            print("failed")
    asyncio.Queue().get_nowait()

asyncio.run(main())
"""


def test_what_comes_out_of_a_librarys_function_is_told_where_it_comes_into_the_program(record):
    one = record(COMES_OUT)
    assert one.document["lost"] == 0
    group = "ExceptionGroup('unhandled errors in a TaskGroup', [OSError()])"
    told = [moment for moment in moments(one.told) if moment.key.startswith("raises")]
    assert [said for said, _ in shown(one) if ") raises " in said or "with raises" in said] == [
        f"The end of async with raises {group} in main().",
        "The end of async with raises TimeoutError() in main().",
        "wait_for() raises TimeoutError() in main().",
        "get_nowait() raises QueueEmpty() in main().",
        "run() raises QueueEmpty().",
    ]
    assert [moment.line for moment in told] == [12, 17, 22, 32, 34]
    assert not [said for said, _ in shown(one) if "TimeoutError() is thrown" in said]


STOPS = "The call that stops the loop joins the ready queue."
SHARED = """\
import asyncio

async def main():
    seats, queue, event, lock = (
        asyncio.Semaphore(2), asyncio.Queue(), asyncio.Event(), asyncio.Lock()
    )
    async with seats:
        for n in range(9):
            queue.put_nowait(n)
        await queue.get()
    queue.task_done()
    event.set()
    async with lock:
        pass

asyncio.run(main())
"""


def test_what_becomes_of_a_shared_thing_without_a_pause_is_told(record):
    told = [said for said, _ in shown(record(SHARED))]
    begin = told.index("A call of Lock() makes K3.")
    assert told[begin + 1 : told.index("T1 main() ends, with the result None. " + STOPS)] == [
        "A place in K1 Semaphore() is taken. Places left: 1.",
        *(f"An item is put into Q1 Queue(), which now holds {n}." for n in range(1, 5)),
        "An item is put into Q1 Queue(), which now holds 5. Further ones in the same job are not"
        " told one by one.",
        "An item is taken out of Q1 Queue(), which now holds 8.",
        "A place in K1 Semaphore() is free again. Places left: 2.",
        "Q1 Queue() counts one more item as done. Not done yet: 8.",
        "K2 Event() is set now.",
        "K3 Lock() is locked now.",
        "K3 Lock() is free now.",
    ]


WATCHES = """\
import asyncio
import socket

def readable():
    here.recv(10)
    loop.remove_reader(here)
    loop.stop()

here, there = socket.socketpair()
here.setblocking(False)
loop = asyncio.new_event_loop()
loop.add_reader(here, readable)
loop.call_soon(there.send, b"x")
loop.run_forever()
loop.close()
here.close(), there.close()
"""


def test_what_the_selector_is_asked_to_watch_is_told(record):
    one = record(WATCHES)
    assert behind(one, "add_reader()", 1) == [
        "add_reader() asks the selector to watch a descriptor: when there is something to read,"
        " readable() joins the ready queue."
    ]
    assert at(one, "remove_reader() asks the selector to stop watching the descriptor.").line == 6


DECORATED = """\
import asyncio
import functools

def logged(function):
    @functools.wraps(
        function
    )
    async def wrapper():
        return await function()
    return wrapper

@logged
@logged
async def main():
    pass

asyncio.run(main())
"""


def test_a_function_with_decorators_begins_on_the_line_that_defines_it(record):
    told = moments(record(DECORATED).told)
    steps = [(m.key, m.line) for m in told if m.key in ("begins", "starts", "awaits")]
    assert steps == [("begins", 8), ("awaits", 8), ("awaits", 14)]


SENT_THROUGH = """\
import asyncio
from collections.abc import Coroutine

class Spied(Coroutine):
    def __init__(self, inner):
        self.inner = inner
    def send(self, value):
        print("send")
        return self.inner.send(value)
    def throw(self, *error):
        return self.inner.throw(*error)
    def close(self):
        self.inner.close()
    def __await__(self):
        yield from self.inner.__await__()

async def nap():
    await asyncio.sleep(0)

async def main():
    await asyncio.create_task(Spied(nap()))

asyncio.run(main())
"""


def test_a_step_begins_with_the_method_of_what_the_task_was_made_of(record):
    one = record(SENT_THROUGH)
    assert behind(one, "Turn 2", 4)[1:] == [
        "The loop runs the first step of T2 Spied(): Spied.send() begins.",
        "Printed: send",
        "nap() begins.",
    ]


HANDS_ON = """\
import asyncio

async def cook(seats):
    async with seats:
        await asyncio.sleep(0)

async def main():
    seats = asyncio.Semaphore(1)
    await asyncio.gather(cook(seats), cook(seats))

asyncio.run(main())
"""


def test_where_a_place_goes_straight_to_who_waits_for_it_that_is_said(record):
    told = [said for said, _ in shown(record(HANDS_ON))]
    places = [said for said in told if "K1" in said and " makes " not in said]
    assert places == [
        "A place in K1 Semaphore() is taken. Places left: 0.",
        "The end of async with sets F2: it is done, with the result True. The wake-up of T3 cook()"
        " joins the ready queue. The place in K1 Semaphore() goes straight to T3 cook().",
        "A place in K1 Semaphore() is free again. Places left: 1.",
    ]


FLOODED = """\
import asyncio

async def main():
    queue, lock = asyncio.Queue(), asyncio.Lock()
    for n in range(100):
        queue.put_nowait(n)
    for _ in range(100):
        await queue.get()
        async with lock:
            pass
    print("over")

asyncio.run(main())
"""


def test_what_changed_behind_lines_that_were_left_out_has_no_line_of_its_own(record):
    one = record(FLOODED)
    told = moments(one.told)
    counted = [m for m in told if m.key == "now_count"]
    assert [(m.parts[0][1]["count"], m.line) for m in counted] == [(100, None), (0, None)]
    lines = {"now_count_more": 6, "now_count_less": 8, "now_locked": 9, "now_not_locked": 9}
    assert {m.key: m.line for m in told if m.key in lines} == lines
    assert [sum(m.key == key for m in told) for key in lines] == [5] * 4
    over = at(one, "Printed: over").groups["shared"]
    assert [[key for key, _ in chip.parts][1] for chip in over] == ["holds", "free"]
