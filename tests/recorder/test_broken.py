"""Each claim of fidelity is seen to fail when the recorder is broken on purpose."""

from __future__ import annotations

import pytest
from recorder.events import Turn
from recorder.replay import mismatches

SOURCE = """\
import asyncio

async def work(n):
    await asyncio.sleep(0)
    print(n)

async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.2, print, "timer")
    tasks = [asyncio.create_task(work(n)) for n in range(3)]
    for task in tasks:
        await task
    await asyncio.sleep(0.3)

asyncio.run(main())
"""


@pytest.mark.timely
def test_unbroken_it_is_faithful(record):
    one = record(SOURCE)
    assert not list(mismatches(one.events))
    assert one.out == "0\n1\n2\ntimer\n"
    assert printed(one) == one.out


@pytest.mark.timely
@pytest.mark.parametrize(
    "breakage",
    ["swap_two_jobs", "drop_a_ready", "drop_a_timer", "drop_a_wait", "mislabel_a_task"],
)
def test_replay_finds_it_out(record, breakage):
    assert list(mismatches(record(SOURCE, breakage=breakage).events))


EVERYTHING = """\
import asyncio

async def inner(future, seen):
    seen.append(1)
    other = len(seen)
    return await future

async def main():
    loop = asyncio.get_running_loop()
    future, seen = loop.create_future(), []
    loop.call_later(0.01, future.set_result, 42)
    task = asyncio.create_task(inner(future, seen))
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(0.02):
            await asyncio.sleep(10)
    except TimeoutError:
        await task
    await asyncio.sleep(0)

asyncio.run(main())
"""


def test_unbroken_everything_that_a_panel_shows_is_so(record):
    assert not list(mismatches(record(EVERYTHING).events))


WAITS_FOR_THE_LOOP = """\
import asyncio

results = []

async def main():
    asyncio.get_running_loop().call_soon(results.append, 1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)

asyncio.run(main())
"""


def test_what_becomes_of_the_variables_of_a_module_that_waits_is_compared(record):
    assert not list(mismatches(record(WAITS_FOR_THE_LOOP).events))
    broken = record(WAITS_FOR_THE_LOOP, breakage="drop_what_becomes_of_the_module")
    found = list(mismatches(broken.events))
    assert any(fault.startswith("frame 1 (<module>)") for fault in found), found


@pytest.mark.timely
@pytest.mark.parametrize(
    ("breakage", "told"),
    [
        ("say_another_deadline", "timers"),
        ("say_another_value", "future f"),
        ("say_another_end", "task t"),
        ("drop_a_callback", "future f"),
        ("drop_a_cancellation", "task t"),
        ("drop_what_is_taken_back", "task t1"),
        ("say_another_line", "frame "),
        ("drop_a_variable", "frame "),
    ],
)
def test_whatever_a_panel_shows_is_compared(record, breakage, told):
    found = list(mismatches(record(EVERYTHING, breakage=breakage).events))
    assert any(fault.startswith(told) for fault in found), found


@pytest.mark.timely
def test_counting_finds_a_turn_that_is_not_told(record):
    whole, broken = record(SOURCE), record(SOURCE, breakage="drop_a_turn")
    assert turns(broken) == turns(whole) - 1


def test_comparing_finds_output_that_is_not_told(record):
    one = record(SOURCE, breakage="lose_output")
    assert sorted(one.out.split()) == ["0", "1", "2", "timer"]
    assert printed(one) != one.out


def test_comparing_finds_a_recorder_that_changes_the_order(record):
    assert record(SOURCE, breakage="run_in_another_order").out != "0\n1\n2\ntimer\n"


FAULTY = """\
import asyncio

async def main():
    await asyncio.sleep(0.01)
    print("fine")

asyncio.run(main())
"""


def test_a_fault_of_the_recorder_loses_events_and_nothing_else(record):
    one = record(FAULTY, breakage="fault_in_every_description")
    assert (one.out, one.err, one.status) == ("fine\n", "", 0)
    assert one.document["lost"] > 0


def turns(one):
    return sum(isinstance(event, Turn) for event in one.events)


def printed(one):
    return "".join(event.text for event in one.events if type(event).__name__ == "Output")
