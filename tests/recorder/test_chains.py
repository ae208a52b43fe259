"""Who awaits whom is told as it is, whatever else gives back control on the same line."""

from __future__ import annotations

import itertools

import pytest
from recorder.replay import mismatches, states
from shown import behind, shown

ASKED = """\
import asyncio

def order():
    yield 1
    yield 0

async def work(n):
    await asyncio.sleep(0.01)
    return n

async def main():
    numbers = order()
    tasks = [asyncio.create_task(work(n)) for n in range(2)]
    print(await tasks[next(numbers)])

asyncio.run(main())
"""


def test_a_generator_that_is_asked_for_a_value_is_not_in_the_chain(record):
    told = shown(record(ASKED))
    waits = "T1 main() suspends. It waits for T3 work(), and control goes to the loop."
    (panel,) = [panel for said, panel in told if said == waits]
    assert panel.margin == [(14, "t1")]


EAGER = """\
import asyncio

async def child():
    await asyncio.sleep(0.01)
    return 1

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    print(await asyncio.create_task(child()))
    print(await asyncio.gather(child(), child()))

asyncio.run(main())
"""


def test_an_eager_task_on_the_line_that_awaits_it_is_not_in_the_chain(record, version):
    if version >= (3, 12):
        told = shown(record(EAGER))
        waits = [(said, panel) for said, panel in told if said.startswith("T1 main() suspends")]
        assert [said for said, _ in waits] == [
            "T1 main() suspends. It waits for T2 child(), and control goes to the loop.",
            "T1 main() suspends. It waits for F4, and control goes to the loop.",
        ]
        assert [line for _, panel in waits for line, label in panel.margin if label == "t1"] == [
            9, 10,
        ]  # fmt: skip


THROUGH_A_LIBRARY = """\
import asyncio
import contextlib

class Guard:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *error):
        await asyncio.sleep(0)
        return True

async def inner():
    await asyncio.sleep(10)

async def main():
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(inner(), 0.01)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(Guard())
        raise ValueError

asyncio.run(main())
"""


def test_what_ends_in_what_a_library_awaits_goes_on_to_that(record, version):
    told = [said for said, _ in shown(record(THROUGH_A_LIBRARY))]
    assert "Guard.__aexit__() returns True to the end of async with." in told
    asked = "AsyncExitStack.enter_async_context()"
    assert f"{asked} awaits Guard.__aenter__(), which begins at once," in "\n".join(told)
    assert f"Guard.__aenter__() returns <Guard> to {asked}." in told
    if version >= (3, 12):  # before that it makes a task of it
        assert "inner() ends with CancelledError(), which goes on to wait_for()." in told
    assert "inner() ends with CancelledError(), which goes on to main()." not in told


ASKED_BY_OTHERS = """\
import asyncio
import contextlib
import library

async def values():
    yield 1
    await asyncio.sleep(0)
    yield 2
    yield 3

@contextlib.asynccontextmanager
async def session():
    try:
        yield "open"
    except LookupError:
        yield "again"

async def main():
    source = values()
    print(await anext(source), await library.first(source), await anext(source))
    with contextlib.suppress(RuntimeError):
        async with session() as opened:
            raise LookupError

asyncio.run(main())
"""


def test_who_asks_a_generator_for_each_value_is_told(record, tmp_path):
    library = "async def first(source):\n    async for value in source:\n        return value\n"
    (tmp_path / "library.py").write_text(library, encoding="utf-8")
    told = [said for said, _ in shown(record(ASKED_BY_OTHERS))]
    assert [said for said in told if "first value:" in said or "a value to" in said] == [
        "main() asks values() for its first value: the body begins at once, inside the same step."
        " The loop has no part in it.",
        "values() suspends and gives a value to main().",
        "values() suspends and gives a value to first().",
        "values() suspends and gives a value to main().",
        "The beginning of async with asks session() for its first value: the body begins at once,"
        " inside the same step. The loop has no part in it.",
        "session() suspends and gives a value to the beginning of async with.",
        "session() suspends and gives a value to the end of async with.",
    ]


FIRST_STEPS = """\
import asyncio
import functools

def logged(function):
    @functools.wraps(function)
    async def wrapper(*given):
        return await function(*given)
    return wrapper

async def child():
    await asyncio.sleep(0.01)

@logged
async def work(n):
    await asyncio.sleep(0.01)

class Mine(asyncio.Task):
    def __init__(self, *given, **options):
        super().__init__(*given, **options)

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(asyncio.wait_for(child(), 1))
    await asyncio.create_task(work(1))
    loop.set_task_factory(asyncio.create_eager_task_factory(Mine))
    await asyncio.create_task(child())

asyncio.run(main())
"""


def test_what_an_eager_task_runs_first_is_not_awaited_by_who_makes_the_task(record, version):
    if version >= (3, 12):
        told = [said for said, _ in shown(record(FIRST_STEPS))]
        assert not [said for said in told if said.startswith("main() awaits")]
        awaited = [said.partition(",")[0] for said in told if " awaits " in said]
        assert awaited == ["logged.wrapper() awaits work()"]
        assert [said.partition(". It waits")[0] for said in told if " suspends" in said] == [
            "T2 wait_for() suspends",
            "T1 main() suspends",
            "T3 work() suspends",
            "T1 main() suspends",
            "T4 child() suspends",
            "T1 main() suspends",
        ]


BEHIND = """\
import asyncio
import contextlib

async def values():
    await asyncio.sleep(0)
    yield 1

@contextlib.asynccontextmanager
async def session():
    await asyncio.sleep(0)
    yield "open"
    await asyncio.sleep(0)

class Twice:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        yield

async def main():
    async for value in values():
        print(value)
    print(await anext(values(), None))
    async with session() as opened:
        print(opened)
    await Twice()

asyncio.run(main())
"""


def test_a_chain_goes_on_behind_asynchronous_generators(record):
    tasks = (state.tasks.get("t1") for _, state in states(record(BEHIND).told))
    chains = [[name for name, line, _ in task.chain if line] for task in tasks if task]
    assert [chain[1:] for chain, _ in itertools.groupby(chains) if chain] == [
        ["values"], ["values"], ["session"], ["session"], ["Twice.__await__"], ["Twice.__await__"],
    ]  # fmt: skip


@pytest.mark.parametrize("breakage", ["say_nobody_awaits", "say_a_longer_chain"])
def test_replay_finds_a_chain_that_is_not_so(record, breakage):
    """Each frame that is suspended in a task is awaited by the one before it in the process."""
    assert list(mismatches(record(BEHIND, breakage=breakage).events))


ON_ONE_LINE = """\
import asyncio

def numbers():
    for n in range(2): yield n

async def helper(n):
    await asyncio.sleep(0)
    return n

async def main():
    for n in numbers(): await asyncio.sleep(0.01)
    for n in numbers(): await helper(n)
    print([await asyncio.sleep(0, n) for n in numbers()])

asyncio.run(main())
"""


def test_what_is_asked_for_a_value_in_a_step_is_not_what_the_loop_goes_on_with(record):
    """The same is told on every Python."""
    one = record(ON_ONE_LINE)
    steps = [said.partition(": ")[2] for said, _ in shown(one) if "runs the next step" in said]
    assert steps == ["main() goes on."] * 2 + ["helper() goes on."] * 2 + ["main() goes on."] * 2
    assert behind(one, "The loop runs the next step of T1", 3)[1:] == [
        "numbers() goes on.",
        "numbers() suspends and gives 1 to main().",
    ]
