"""A step of a task is told to begin with what it begins with, and to get what it gets."""

from __future__ import annotations

from shown import behind, shown

LET_GO = """\
import asyncio

class Resource:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("released", self.name)

    def use(self):
        pass

class Rank:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        return self.number < other.number

async def fails():
    raise ValueError("nobody asks")

async def other():
    await asyncio.sleep(0)

def after():
    print("after")

def handler(loop, context):
    print("handled")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(Resource("none").use)
    loop.call_soon(after)
    loop.call_soon(Resource("one").use)
    await asyncio.sleep(0)
    loop.call_soon(Resource("two").use)
    await asyncio.create_task(other())
    asyncio.create_task(fails())
    await asyncio.sleep(0)
    queue = asyncio.PriorityQueue()
    for number in (2, 1, 3):
        queue.put_nowait(Rank(number))
    await asyncio.create_task(queue.get())

asyncio.run(main())
"""


def test_what_the_loop_lets_go_of_before_a_step_is_not_what_the_step_runs(record):
    one = record(LET_GO)
    assert behind(one, "Printed: released none", 3) == [
        "Printed: released none",
        "The loop takes the call after() from the ready queue and runs it.",
        "Printed: after",
    ]
    assert behind(one, "Printed: released one", 2) == [
        "Printed: released one",
        "The loop runs the next step of T1 main(): main() goes on.",
    ]
    assert behind(one, "Printed: released two", 2) == [
        "Printed: released two",
        "The loop runs the first step of T2 other(): other() begins.",
    ]
    told = [said for said, _ in shown(one)]
    assert "Printed: handled" in told
    assert [said for said in told if said.startswith("The loop runs the first step")] == [
        "The loop runs the first step of T1 main(): main() begins.",
        "The loop runs the first step of T2 other(): other() begins.",
        "The loop runs the first step of T3 fails(): fails() begins.",
        "The loop runs the first step of T4 Queue.get().",
    ]


MIDWAY = """\
import asyncio

async def inner():
    await asyncio.sleep(0)

async def main():
    begun = inner()
    begun.send(None)
    await asyncio.create_task(begun)
    await asyncio.create_task(inner())

asyncio.run(main())
"""


def test_of_a_task_whose_coroutine_has_begun_before_it_is_not_said_that_none_of_it_has_run(record):
    made = [said for said, _ in shown(record(MIDWAY)) if said.startswith("create_task")]
    begins = "puts its first step at the end of the ready queue."
    assert made == [
        f"create_task() makes T2 inner() and {begins} Its coroutine has already run up to a pause,"
        " and will go on from there.",
        f"create_task() makes T3 inner() and {begins} None of it has run yet.",
    ]


CANCELLED = """\
import asyncio

async def itself():
    asyncio.current_task().cancel()
    await asyncio.sleep(1)

async def with_another():
    asyncio.current_task().cancel()
    await asyncio.create_task(asyncio.sleep(1))
async def main():
    turn = asyncio.create_task(asyncio.sleep(0))
    await asyncio.sleep(0)
    turn.cancel()
    await asyncio.wait([turn])
    await asyncio.wait([asyncio.create_task(itself())])
    await asyncio.wait([asyncio.create_task(with_another())])
    future = asyncio.get_running_loop().create_future()
    done = asyncio.create_task(asyncio.wait([future]))
    await asyncio.sleep(0)
    future.set_result(1)
    await asyncio.sleep(0)
    done.cancel()
    await asyncio.wait([done])

asyncio.run(main())
"""


def test_a_task_that_is_cancelled_while_it_waits_a_turn_gets_the_exception(record):
    one = record(CANCELLED)
    told = [said for said, _ in shown(one)]
    assert [said for said in told if said.endswith("is thrown into it.")] == [
        "The loop runs the next step of T2 sleep(): CancelledError() is thrown into it.",
        "The loop runs the next step of T6 wait(): CancelledError() is thrown into it.",
    ]


def test_a_task_that_has_cancelled_itself_waits_before_what_it_waits_for_is_cancelled(record):
    one = record(CANCELLED)
    suspends, cancelled = behind(one, "T3 itself() suspends", 2)
    assert suspends.startswith("T3 itself() suspends. It waits for F")
    assert "is done, cancelled. The wake-up of T3 itself() joins" in cancelled
    suspends, cancels = behind(one, "T4 with_another() suspends", 2)
    assert suspends.startswith("T4 with_another() suspends. It waits for T5 sleep()")
    assert cancels == "cancel() asks T5 sleep() to end with a CancelledError."


UNKNOWN = """\
import asyncio
from collections.abc import Coroutine

class Wrapped(Coroutine):
    def __init__(self, inner):
        self.inner = inner

    def send(self, value):
        return self.inner.send(value)

    def throw(self, *error):
        return self.inner.throw(*error)

    def __await__(self):
        return self.inner.__await__()

    def __getattr__(self, name):
        print("asked for", name)
        raise AttributeError(name)

async def itself():
    asyncio.current_task().cancel()
    await asyncio.sleep(1)

async def main():
    await asyncio.wait([asyncio.create_task(Wrapped(itself()))])
    if hasattr(asyncio, "eager_task_factory"):
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(Wrapped(asyncio.sleep(0)))
    print("made")
    await task

asyncio.run(main())
"""


def test_what_a_task_is_made_of_is_not_asked_whether_it_is_suspended(record):
    one = record(UNKNOWN, settings={"most": 1000})
    assert (one.out[:100], one.status) == ("made\n", 0)
