"""Exceptions on their way through coroutines that await each other, and what is collected."""

from __future__ import annotations

from shown import behind, shown


def states(panel, group="both"):
    return [f"{chip.parts[0][1]['name']} {chip.kind}" for chip in panel.groups[group]]


def calls(panel):
    (chip,) = panel.groups["running"]
    return [name for key, said in chip.parts if key == "calls" for name, _ in said["calls"]]


BY_HAND = """\
class Rock:
    def __await__(self):
        try:
            yield 7
        except KeyError:
            yield 8

async def middle():
    await Rock()

async def outer():
    await middle()

coroutine = outer()
coroutine.send(None)
print(coroutine.throw(KeyError()))
try:
    coroutine.throw(ValueError())
except ValueError:
    print("over")
"""


def test_who_awaits_what_an_exception_is_thrown_into_is_at_work_as_well(record):
    one = record(BY_HAND)
    assert one.out == "8\nover\n"
    told = shown(one)
    thrown, again = [
        (said, panel) for said, panel in told if "is thrown into Rock.__await__()" in said
    ]
    for _, there in (thrown, again):  # as inspect.getcoroutinestate says, and the call stack
        assert calls(there) == ["outer", "middle", "Rock.__await__"]
        assert {state.partition(" ")[2] for state in states(there)} == {"running"}
        assert not there.margin
    # What it yields then goes past those who await, to the driver.
    printed = next(panel for said, panel in told if said == "Printed: 8")
    assert {state.partition(" ")[2] for state in states(printed)} == {"suspended"}
    assert [line for line, _ in printed.margin] == [6, 9, 12]
    assert behind(one, "ValueError() is thrown", 5) == [
        "ValueError() is thrown into Rock.__await__().",
        "Rock.__await__() ends with ValueError(), which goes on to middle().",
        "middle() ends with ValueError(), which goes on to outer().",
        "outer() ends with ValueError().",
        "Printed: over",
    ]


SWALLOWED = """\
import asyncio

async def nap():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return "x"

async def outer():
    return await nap()

async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(0)
    task.cancel()
    print(await task)

asyncio.run(main())
"""


def test_a_cancellation_that_is_caught_is_told_alike_on_every_python(record):
    """3.12 and newer throw StopIteration into who awaits: that is how CPython says "returned"."""
    one = record(SWALLOWED)
    assert one.out == "x\n"
    assert behind(one, "The loop runs the next step of T2", 3) == [
        "The loop runs the next step of T2 outer(): CancelledError() is thrown into nap(). sleep()"
        " cancels its timer: the call that sets F1 will not run.",
        "nap() returns 'x' to outer().",
        "T2 outer() ends, with the result 'x'. The wake-up of T1 main() joins the ready queue.",
    ]
    thrown = next(panel for said, panel in shown(one) if "thrown into nap" in said)
    assert calls(thrown) == ["outer", "nap"]
    assert thrown.groups["timers"] == []


UNBEGUN = """\
import asyncio

async def nap():
    print("never")

async def main():
    task = asyncio.create_task(nap())
    task.cancel()
    await asyncio.wait([task])

asyncio.run(main())
"""


def test_a_task_that_is_cancelled_before_its_first_step_never_begins_and_that_is_told(record):
    one = record(UNBEGUN)
    assert one.out == ""
    assert behind(one, "The loop runs the first step of T2", 1) == [
        "The loop runs the first step of T2 nap(): CancelledError is thrown into it before its body"
        " begins, so none of it runs."
    ]


COLLECTED = """\
import asyncio, gc

async def wait_at_a_door():
    door = asyncio.Event()
    await door.wait()

async def main():
    asyncio.create_task(wait_at_a_door())
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0)

asyncio.run(main())
"""


def test_what_is_collected_with_a_task_is_shown_no_more(record):
    told = shown(record(COLLECTED))
    before = next(panel for said, panel in told if said.startswith("T2 wait_at_a_door() suspends"))
    assert (5, "t2") in before.margin
    assert [chip.key for name in ("futures", "shared") for chip in before.groups[name]] == [
        "f1",
        "k1",
    ]
    at = next(n for n, (said, _) in enumerate(told) if "is being collected" in said)
    for _, after in told[at:]:
        assert "t2" not in [label for _, label in after.margin]
        assert not after.groups["futures"]
        assert not after.groups["shared"]
        assert [chip.kind for chip in after.groups["tasks"]][1] == "gone"


GENERATORS = """\
import asyncio

def numbers():
    yield 1

async def more():
    await asyncio.sleep(0)
    yield 2

async def main():
    for n in numbers():
        print(n)
    print(sum(n for n in (3, 4)))
    async for n in more():
        print(n)

asyncio.run(main())
"""


def test_generators_inside_a_step_are_asked_and_not_awaited(record):
    one = record(GENERATORS)
    assert behind(one, "numbers() begins", 6) == [
        "numbers() begins.",
        "numbers() suspends and gives 1 to main().",
        "Printed: 1",
        "numbers() goes on.",
        "numbers() ends. The code that asked for its next value gets StopIteration.",
        "Printed: 7",
    ]
    assert behind(one, "T1 main() suspends", 1) == [
        "T1 main() suspends for one turn with its chain, main() → more(): its next step is at the"
        " end of the ready queue. Control goes to the loop."
    ]
    (waits,) = [panel for said, panel in shown(one) if said.startswith("T1 main() suspends")]
    assert waits.margin == [(7, "t1")]  # in the asynchronous generator, as the frame itself says
    assert behind(one, "more() suspends", 1) == ["more() suspends and gives a value to main()."]
    assert behind(one, "more() ends", 1) == [
        "more() ends. The code that asked for its next value gets StopAsyncIteration."
    ]


SWALLOWED_WITHIN = """\
import asyncio

async def fail():
    raise ValueError

async def work(group):
    task = group.create_task(asyncio.sleep(9))
    await asyncio.sleep(9)

async def main():
    name = "kept"
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work(group))
            group.create_task(fail())
    except* ValueError:
        print("failed")

asyncio.run(main())
"""


STEP = "The loop runs the next step of T1 main(): CancelledError() is thrown into"
STEP += " the end of async with."


def test_in_a_step_that_is_all_asyncios_own_the_functions_keep_their_variables(record):
    told = shown(record(SWALLOWED_WITHIN))
    alone = [panel for said, panel in told if said == STEP]
    assert alone, "the group catches the cancellation of main"
    for there in alone:
        variables = [chip for chip in there.groups["variables"] if "t1" in str(chip)]
        assert "'kept'" in str(variables)
        assert {chip.kind for chip in variables} == {"variable suspended"}


INTO_A_SLEEP = """\
import asyncio
from collections.abc import Coroutine

class Passing(Coroutine):
    def __init__(self, inner):
        self.inner = inner

    def send(self, value):
        return self.inner.send(value)

    def throw(self, error):
        return self.inner.throw(error)

    def __await__(self):
        return self.inner.__await__()

async def nap():
    try:
        await asyncio.sleep(10)
    finally:
        print("leaving")

async def main():
    task = asyncio.create_task(Passing(nap()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

asyncio.run(main())
"""


def test_what_is_thrown_is_told_before_what_it_cancels_whoever_throws_it(record):
    one = record(INTO_A_SLEEP)
    assert behind(one, "The loop runs the next step of T2", 3) == [
        "The loop runs the next step of T2 Passing(): Passing.throw() begins.",
        "CancelledError() is thrown into nap(). sleep() cancels its timer: the call that sets F1"
        " will not run.",
        "Printed: leaving",
    ]


ONE_LINE = """\
import asyncio

class Rock:
    def __await__(self):
        return (yield 7)

async def two():
    return await Rock() + await Rock()

coroutine = two()
print(coroutine.send(None), coroutine.send(1))
try:
    coroutine.send(2)
except StopIteration as end:
    print(end.value)

async def give(number):
    await asyncio.sleep(0)
    return number

async def main():
    print(await give(3), await give(4))

asyncio.run(main())
"""


def test_what_has_returned_to_an_await_is_no_exception_where_another_follows_on_the_line(record):
    one = record(ONE_LINE)
    assert not [said for said, _ in shown(one) if "StopIteration" in said and "ends with" in said]
    assert [said for said, _ in shown(one) if said.startswith("two() ")] == [
        "two() begins.",
        *[
            "two() awaits an object of the class Rock: its __await__() begins at once.",
            "two() suspends. 7 climbs to the code that drives it.", "two() goes on.",
        ] * 2,
        "two() returns 3. The code that drives it gets it inside StopIteration.",
    ]  # fmt: skip
    paused = [panel for said, panel in shown(one) if said.startswith("T1 main() suspends")]
    assert [panel.margin[0][0] for panel in paused] == [18, 18]


CLOSED = """\
class Rock:
    def __await__(self):
        yield 7

async def middle():
    await Rock()

async def outer():
    try:
        await middle()
    finally:
        print("finally")

coroutine = outer()
coroutine.send(None)
coroutine.close()
print("closed")
"""


def test_what_is_closed_along_with_who_awaits_it_is_not_suspended_any_more(record):
    told = shown(record(CLOSED))
    there = {said: states(panel) for said, panel in told if said.startswith("Printed")}
    assert there == {"Printed: finally": ["outer running"], "Printed: closed": []}
    assert not any(panel.margin for said, panel in told[-2:])


FINALLY = """\
import asyncio

async def fail():
    try:
        raise ValueError("it")
    finally:
        await asyncio.sleep(0)

async def main():
    try:
        await fail()
    except ValueError:
        print("caught")

asyncio.run(main())
"""


def test_an_exception_is_still_known_after_a_finally_that_suspends(record):
    assert behind(record(FINALLY), "fail() ends", 2) == [
        "fail() ends with ValueError('it'), which goes on to main().",
        "Printed: caught",
    ]


COMPREHENSION = """\
import asyncio

async def ticks():
    yield 1
    await asyncio.sleep(0)

async def doubled(source):
    async for tick in source:
        yield 2 * tick

async def main():
    print([each async for each in doubled(ticks())])

asyncio.run(main())
"""


def test_a_comprehension_that_is_a_frame_of_its_own_is_told_as_where_it_is_none(record):
    told = shown(record(COMPREHENSION))
    assert [said for said, _ in told if "A call" in said] == [
        "A call of ticks() makes an async generator. None of its body runs yet.",
    ]
    waits = next(panel for said, panel in told if said.startswith("T1 main() suspends"))
    assert waits.margin == [(5, "t1")]


ON_ITS_LINE = """\
import asyncio
import contextlib

@contextlib.asynccontextmanager
async def session():
    try:
        yield "open"
    finally:
        await asyncio.sleep(0)

class Slow:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *error):
        await asyncio.sleep(0)

async def falls_back():
    try:
        async with session(): raise OSError("down")
    except OSError:
        return "fallback"

async def fails():
    async with Slow(): await raises()

async def raises():
    raise OSError("down")

async def cancelled():
    async with Slow():
        await asyncio.sleep(10)

async def again():
    for _ in range(2):
        try:
            await asyncio.sleep(0)
        except ValueError:
            print("caught")

async def main():
    print(await falls_back())
    with contextlib.suppress(OSError):
        await fails()
    task = asyncio.create_task(cancelled())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    coroutine = again()
    coroutine.send(None)
    coroutine.throw(ValueError)
    with contextlib.suppress(StopIteration):
        coroutine.send(None)

asyncio.run(main())
"""


def test_what_suspends_on_the_line_where_it_has_caught_an_exception_does_not_end(record):
    one = record(ON_ITS_LINE)
    ends = [said for said, _ in shown(one) if " ends with " in said]
    assert ends == [
        "session() ends with OSError('down'), which goes on to the end of async with.",
        "raises() ends with OSError('down'), which goes on to fails().",
        "fails() ends with OSError('down'), which goes on to main().",
    ]
    told = [said for said, _ in shown(one) if said.startswith("again()")]
    assert told == [
        "again() begins.",
        "again() suspends. None climbs to the code that drives it.",
        "again() suspends. None climbs to the code that drives it.",
        "again() goes on.",
        "again() returns None. The code that drives it gets it inside StopIteration.",
    ]
    assert "T2 cancelled() ends, cancelled." in " ".join(said for said, _ in shown(one))
