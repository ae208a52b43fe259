"""Queues, locks and the like are told of as what they are, with what is in them."""

from __future__ import annotations

import pytest
from recorder.events import Contents, Fold, Shared
from recorder.replay import mismatches, states
from shown import shown

QUEUES = """\
import asyncio

class Mine(asyncio.Queue):
    def _init(self, maxsize):
        self._queue = {}
    def __repr__(self):
        print("looked at")

async def put(q):
    for n in range(3):
        await q.put(n)

async def main():
    q, last, mine = asyncio.Queue(2), asyncio.LifoQueue(), Mine()
    async with asyncio.TaskGroup() as group:
        group.create_task(put(q))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        print(q.get_nowait())
        await asyncio.sleep(0)
    for n in range(10):
        last.put_nowait(n)
    q.get_nowait(), q.get_nowait()
    print(await asyncio.wait_for(q.get(), 0.01) if q.qsize() else "empty")

asyncio.run(main())
"""
LOCKS = """\
import asyncio

lock = asyncio.Lock()

async def hold(event, cond, barrier, semaphore):
    async with semaphore:
        async with lock:
            await event.wait()
    async with cond:
        await cond.wait()
    await barrier.wait()

async def main():
    event, cond = asyncio.Event(), asyncio.Condition()
    things = event, cond, asyncio.Barrier(3), asyncio.BoundedSemaphore(1)
    tasks = [asyncio.create_task(hold(*things)) for _ in range(2)]
    while not semaphore_is_wanted(things[3]):
        await asyncio.sleep(0)
    event.set()
    while len(cond._waiters) < 2:
        await asyncio.sleep(0)
    async with cond:
        cond.notify_all()
    await things[2].wait()
    await asyncio.gather(*tasks)

def semaphore_is_wanted(semaphore):
    return bool(semaphore._waiters)

asyncio.run(main())
"""
GROUP = """\
import asyncio

async def fails(group):
    await asyncio.sleep(0)
    if group:
        group.create_task(asyncio.sleep(9))
    await asyncio.sleep(0)
    raise ValueError

async def main():
    try:
        async with asyncio.TaskGroup() as one, asyncio.TaskGroup() as two:
            one.create_task(asyncio.sleep(0))
            two.create_task(fails(one))
            two.create_task(asyncio.sleep(9))
    except* ValueError:
        print("failed")

asyncio.run(main())
"""
HANDED_OVER = """\
import asyncio

async def take(q, seats):
    async with seats:
        await q.get()

async def main():
    q, seats = asyncio.Queue(), asyncio.Semaphore(1)
    tasks = [asyncio.create_task(take(q, seats)) for _ in range(2)]
    await asyncio.sleep(0)
    for n in range(2):
        q.put_nowait(n)
    await asyncio.wait(tasks)

asyncio.run(main())
"""
SPIN = """\
import asyncio

async def main():
    q = asyncio.Queue()
    for n in range(400):
        q.put_nowait(n)
        await asyncio.sleep(0)
        q.get_nowait()
        q.task_done()

asyncio.run(main())
"""


def told_of(one, label):
    return [
        event.contents for event in one.told if isinstance(event, Contents) and event[1] == label
    ]


def test_a_queue_is_told_with_its_items_its_room_and_who_waits(record):
    one = record(QUEUES)
    assert not list(mismatches(one.events))
    assert (one.out, one.document["lost"]) == ("0\nempty\n", 0)
    made = [event[1:4] for event in one.told if isinstance(event, Shared)]
    kinds = [("queue", "Queue"), ("lifo queue", "LifoQueue"), ("queue", "Mine")]
    assert made == [
        *((f"q{n}", *kind) for n, kind in enumerate(kinds, 1)),
        ("g1", "task group", "TaskGroup"),
    ]
    q, last, mine = (told_of(one, label) for label in ("q1", "q2", "q3"))
    first = [(each["items"], len(each["putters"]), each["of_putters"]) for each in q]
    assert first[:4] == [([], 0, 0), (["0"], 0, 0), (["0", "1"], 0, 0), (["0", "1"], 1, 1)]
    assert {each["room"] for each in q} == {2}
    assert (last[-1]["items"], last[-1]["count"]) == ([str(n) for n in range(9, 1, -1)], 10)
    assert [(each["items"], each["count"]) for each in mine] == [([], None)]


def test_what_wakes_a_waiter_is_told_as_it_is_then(record):
    told = shown(record(HANDED_OVER))
    woken = [panel for said, panel in told if "it is done, " in said and "take() joins" in said]
    (put, _), (_, left) = ([chip.parts[1:] for chip in each.groups["shared"]] for each in woken)
    assert put == (("holds_items", {"count": 1, "value": "0"}),)
    assert left[0] == ("left", {"count": 0})


def test_who_was_woken_or_cancelled_does_not_wait_any_more(record):
    told = shown(record(LOCKS))
    chips = [chip for _, panel in told for chip in panel.groups.get("shared", [])]
    who = [words["label"] for chip in chips for name, words in chip.parts if name == "of_waiters"]
    assert {label[0] for label in who} == {"t"}, "a future that is done is waited for by nobody"


def test_a_task_group_is_told_with_its_tasks_and_who_entered_it(record):
    one = record(GROUP)
    assert not list(mismatches(one.events))
    assert (one.out, one.document["lost"]) == ("failed\n", 0)
    first, second = (told_of(one, label) for label in ("g1", "g2"))
    tasks = [[each["tasks"] for each in told] for told in (first, second)]
    assert tasks[0][:2] == [[], ["t2"]]
    assert ["t5"] in tasks[0], "a task made by another one"
    assert ["t3", "t4"] in tasks[1]
    assert tasks[0][-1] == tasks[1][-1] == []
    for told in (first, second):
        assert {each["parent"] for each in told} - {None} == {"t1"}
        assert (told[-1]["leaving"], told[-1]["aborting"]) == (True, True)


def test_a_lock_is_told_with_its_holder_and_who_waits(record):
    one = record(LOCKS)
    assert not list(mismatches(one.events))
    assert (one.err, one.document["lost"]) == ("", 0)
    kinds = {event.shared: event.kind for event in one.told if isinstance(event, Shared)}
    assert [*kinds.values()] == ["lock", "event", "condition", "barrier", "semaphore"]
    assert [each["holder"] for each in told_of(one, "k1")] == [None, "t2", None, "t3", None]
    assert [each["set"] for each in told_of(one, "k2") if each["of_waiters"] == 1] == [False, True]
    condition = told_of(one, "k3")
    assert {each["of_waiters"] for each in condition} == {0, 1, 2}
    assert {"t1", "t2", "t3"} <= {each["holder"] for each in condition}
    assert {each["count"] for each in told_of(one, "k4")} >= {0, 1, 2}
    assert {each["state"] for each in told_of(one, "k4")} == {"filling", "draining"}
    assert {(each["value"], each["bound"]) for each in told_of(one, "k5")} == {(0, 1), (1, 1)}


EAGER = """\
import asyncio

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    lock = asyncio.Lock()
    await lock.acquire()
    lock.release(); task = asyncio.create_task(lock.acquire())
    print(await task)
    lock.release()
    await lock.acquire()

asyncio.run(main())
"""


def test_the_holder_of_a_lock_may_be_an_eager_task_on_the_line_on_which_it_was_released(
    record, version
):
    if version < (3, 12):
        pytest.skip("no task was eager")
    one = record(EAGER)
    assert [each["holder"] for each in told_of(one, "k1")] == [None, "t1", None, "t2", None, "t1"]


def test_behind_a_fold_the_contents_are_those_that_are_there(record):
    one = record(SPIN)
    assert any(isinstance(event, Fold) for event in one.told)
    assert not list(mismatches(one.events))
    after = [
        state.shared["q1"].contents["items"] for e, state in states(one.told) if type(e) is Fold
    ]
    assert int(after[0][0]) > 20


def test_a_recorder_that_does_not_look_is_found_out(record):
    one = record(QUEUES, breakage="never_look_again")
    assert any("queue q1" in mismatch for mismatch in mismatches(one.events))
