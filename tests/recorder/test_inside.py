"""What happens inside a job is told where it happens, whoever's code does it."""

from __future__ import annotations

import html
import re

import pytest
from languages.interface import words
from recorder.events import Driven, Failed
from recorder.moments import moments
from runs.telling import sentence
from shown import behind, shown

LISTED = """\
import asyncio

class Kept:
    pass

async def work(number):
    return number

async def main():
    tasks = [asyncio.create_task(work(n)) for n in range(3)]
    print([
        await task
        for task in tasks
    ])
    kept = Kept()
    kept.task = tasks[1]
    print(await tasks[0] + await kept.task)
    tasks[2].__await__()

asyncio.run(main())
"""
AT_ONCE = "to main() at once, in the same step. The loop has no part in it."


def test_each_await_of_what_is_done_is_told_wherever_it_stands_on_its_line(record):
    one = record(LISTED)
    told = [
        (said.partition(" already")[0], moment.line)
        for (said, _), moment in zip(shown(one), moments(one.told), strict=True)
        if said.endswith(AT_ONCE)
    ]
    # `main` waits for the first of them, and not for the others.
    assert told == [
        ("T3 work()", 12), ("T4 work()", 12), ("T2 work()", 17), ("T3 work()", 17),
    ]  # fmt: skip


MANY = """\
import asyncio

async def work():
    pass

async def main():
    tasks = [asyncio.create_task(work()) for _ in range(300)]
    await asyncio.sleep(0)
    for task in tasks:
        await task
    print([await task for task in tasks] == [None] * 300)

asyncio.run(main())
"""


def test_awaits_that_do_not_pause_do_not_flood_a_recording(record):
    one = record(MANY, settings={"most": 100_000})
    told = [said for said, _ in shown(one) if said.endswith(AT_ONCE)]
    assert 60 < len(told) < 100
    assert one.out == "True\n"


FAILING = """\
import asyncio

def divide(future=None):
    return 1 / 0

async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(divide)
    future.set_result(42)
    loop.call_soon(future.set_result, 43)
    await asyncio.sleep(0)
    loop.set_exception_handler(lambda loop, context: print("handled", loop is None))
    loop.call_later(0, divide)
    await asyncio.sleep(0.05)
    print(loop.call_soon(print), len(str(loop.call_soon(divide).cancel())))

asyncio.run(main())
"""


@pytest.mark.timely
def test_an_exception_that_comes_out_of_a_callback_is_told_before_it_is_handled(record):
    one = record(FAILING)
    told = [said for said, _ in shown(one)]
    fails = [n for n, said in enumerate(told) if "its exception handler" in said]
    begin, rest = "The loop takes", "The loop gives it to its exception handler, and then goes on."
    by_zero = f"ends with the exception ZeroDivisionError('division by zero'). {rest}"
    invalid = f"ends with the exception InvalidStateError('invalid state'). {rest}"
    assert [(told[n], told[n + 1].partition(": ")[0]) for n in fails] == [
        (f"The call divide(F1) {by_zero}", "Printed on stderr"),
        (f"The call F1.set_result(43) {invalid}", "Printed on stderr"),
        (f"The call divide() {by_zero}", "Printed"),
    ]
    assert [told[n - 1].startswith(begin) for n in fails] == [True] * 3
    where = [moment.line for moment in moments(one.told) if moment.key == "job_fails"]
    assert where == [4, None, 4]
    assert told.count("Printed: handled False") == 1


def test_that_a_callback_fails_is_said_in_every_language_so_that_nothing_has_to_agree(record):
    found = [moment for moment in moments(record(FAILING).told) if moment.key == "job_fails"]
    said = [html.unescape(re.sub("<[^>]*>", "", sentence(each, words("pt")))) for each in found]
    assert said[:2] == [
        "A chamada divide(F1) termina com a exceção ZeroDivisionError('division by zero'). O laço a"
        " entrega ao seu tratador de exceções e depois segue.",
        "A chamada F1.set_result(43) termina com a exceção InvalidStateError('invalid state'). O"
        " laço a entrega ao seu tratador de exceções e depois segue.",
    ]


def test_counting_finds_a_callback_that_fails_and_is_not_told(record):
    """What is handled is printed, or logged: as often as it is told."""

    def told(one):
        handled = one.out.count("handled") + one.err.count("Exception in callback")
        return handled, sum(isinstance(event, Failed) for event in one.events)

    assert told(record(FAILING)) == (3, 3)
    assert told(record(FAILING, breakage="drop_what_fails")) == (3, 0)


EAGER = """\
import asyncio

async def own():
    await asyncio.sleep(0)

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    one = asyncio.create_task(asyncio.sleep(0.01))
    print("made")
    await asyncio.gather(asyncio.sleep(0, 7), asyncio.sleep(0, 8))
    await asyncio.create_task(own())
    await one

asyncio.run(main())
"""


def test_an_eager_task_of_a_library_s_coroutine_is_told_when_it_gives_back_control(record, version):
    if version >= (3, 12):
        one = record(EAGER)
        assert not [event for event in one.events if isinstance(event, Driven)]
        back = "control goes back to the code that made it."
        assert behind(one, "create_task() makes T2", 4)[2:] == [
            f"T2 sleep() suspends. It waits for F1, and {back}",
            "Printed: made",
        ]
        assert behind(one, "gather() makes T3", 4)[1:] == [
            "T3 sleep() suspends for one turn: its next step is at the end of the ready queue."
            " Control goes back to the code that made it.",
            "gather() makes T4 sleep(). It is eager: it runs at once, before gather() returns.",
            "T4 sleep() suspends for one turn: its next step is at the end of the ready queue."
            " Control goes back to the code that made it.",
        ]


TOUCHED = """\
import asyncio

async def own():
    await asyncio.sleep(0)

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    asyncio.create_task(PAUSE).add_done_callback(id)
    asyncio.create_task(PAUSE).cancel()
    asyncio.create_task(PAUSE).set_name("late")
    asyncio.create_task(PAUSE) and loop.create_future().set_result(1)
    future = loop.create_future()
    asyncio.create_task(PAUSE) and future.set_result(1)
    asyncio.create_task(PAUSE) and loop.call_soon(id, 1)
    asyncio.create_task(PAUSE) and loop.call_later(0, id, 1)
    asyncio.create_task(PAUSE) and print("made")
    async with asyncio.TaskGroup() as group:
        group.create_task(PAUSE)

asyncio.run(main())
"""


@pytest.mark.parametrize("pause", ["asyncio.sleep(0)", "own()"])
def test_what_is_done_with_an_eager_task_is_told_behind_its_first_step(record, version, pause):
    if version >= (3, 12):
        told = record(TOUCHED.replace("PAUSE", pause)).told_from("It is eager")
        begun = [n for n, text in enumerate(told) if "It is eager" in text]
        assert len(begun) == 9
        assert all("suspends for one turn" in told[n + 1] for n in begun), told


GATHERED = """\
import asyncio

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.gather(asyncio.sleep(0.01))

asyncio.run(main())
"""


def test_in_the_first_step_of_an_eager_task_it_is_its_coroutine_that_acts(record, version):
    if version >= (3, 12):
        _, timer, suspends = behind(record(GATHERED), "gather() makes T2", 3)
        assert timer.startswith("sleep() makes F1 and sets a timer: the call that sets F1, in ")
        back = "control goes back to the code that made it."
        assert suspends == f"T2 sleep() suspends. It waits for F1, and {back}"


DRIVES = """\
import asyncio
import library

async def inner():
    await asyncio.sleep(0)
    return 7

async def quick():
    return 8

async def main():
    print(library.drive(quick()))
    coroutine = inner()
    library.drive(coroutine)
    print(library.drive(coroutine))
    print(list(library.generate(quick())))
    print(await library.wait(inner()))

asyncio.run(main())
"""
LIBRARY = """\
async def wait(coroutine):
    return await coroutine

def drive(coroutine):
    try:
        return coroutine.send(None)
    except StopIteration as end:
        return end.value

def generate(coroutine):
    yield drive(coroutine)
"""


def test_who_is_sent_into_by_a_function_of_a_library_is_not_awaited(record, tmp_path):
    (tmp_path / "library.py").write_text(LIBRARY, encoding="utf-8")
    one = record(DRIVES)
    assert sum(isinstance(event, Driven) for event in one.events) == 3
    told = behind(one, "quick() begins", 13)
    ends = "The code that drives it gets it inside StopIteration."
    assert told == [
        "quick() begins.",
        f"quick() returns 8. {ends}",
        "Printed: 8",
        "A call of inner() makes a coroutine object. None of its body runs yet.",
        "inner() begins.",
        "inner() suspends. None climbs to the code that drives it.",
        "inner() goes on.",
        f"inner() returns 7. {ends}",
        "Printed: 7",
        "quick() begins.",
        f"quick() returns 8. {ends}",
        "Printed: [8]",
        "wait() awaits inner(), which begins at once, inside the same step. The loop has no part in"
        " it.",
    ]


WRAPPED = """\
import asyncio
import library

async def add(number):
    await asyncio.sleep(0)
    return number + 1

async def main():
    print(await asyncio.create_task(library.Wrapped(add(41))))

asyncio.run(main())
"""
WRAPS = """\
from collections.abc import Coroutine

class Wrapped(Coroutine):
    def __init__(self, coroutine):
        self.inner = coroutine

    def send(self, value):
        return self.inner.send(value)

    def throw(self, error):
        return self.inner.throw(error)

    def __await__(self):
        return self.inner.__await__()
"""


def test_a_task_of_what_a_library_wraps_begins_with_what_is_inside(record, tmp_path):
    (tmp_path / "library.py").write_text(WRAPS, encoding="utf-8")
    one = record(WRAPPED)
    begins = "The loop runs the first step of T2 Wrapped(): add() begins."
    (panel,) = [panel for said, panel in shown(one) if said == begins]
    assert [str(chip.parts) for chip in panel.groups["variables"] if "41" in str(chip.parts)]
    assert one.out == "42\n"


TOO_MANY = """\
import asyncio

def numbers():
    yield 1
    yield 2

async def values():
    yield 1
    yield 2

async def main():
    all_numbers = [numbers() for _ in range(50)]
    all_values = [values() for _ in range(50)]
    for each in all_numbers:
        next(each)
    for each in all_values:
        await anext(each)
    await asyncio.sleep(0)
    print(next(all_numbers[45]))
    print(await anext(all_values[45]))

asyncio.run(main())
"""


def test_what_began_as_one_of_too_many_goes_on_later_and_does_not_begin(record):
    assert behind(record(TOO_MANY), "The loop runs the next step of T1", 7)[1:] == [
        "numbers() goes on.",
        "numbers() suspends and gives 2 to main().",
        "Printed: 2",
        "values() goes on.",
        "values() suspends and gives a value to main().",
        "Printed: 2",
    ]
