"""Generators and coroutines that are closed or collected: told alike on every Python, and gone."""

from __future__ import annotations

import pytest
from shown import behind, shown

GENERATOR = """\
def numbers():
    yield 1
    yield 2

"""
ENDS = [
    "GeneratorExit() is thrown into numbers().",
    "numbers() ends with GeneratorExit().",
    "Printed: over",
]


@pytest.mark.parametrize(
    "code",
    [
        "g = numbers()\nnext(g)\ng.close()\nprint('over')",
        "g = numbers()\nnext(g)\ng.close(); print('over')",
        "g = numbers()\nnext(g)\ndel g\nprint('over')",
        "for n in numbers():\n    break\nprint('over')",
        "import contextlib\nwith contextlib.closing(numbers()) as g:\n    next(g)\nprint('over')",
        "import gc\nme = [numbers()]\nme.append(me)\nnext(me[0])\ndel me\ngc.collect()\n"
        "print('over')",
    ],
    ids=["close", "same line", "del", "break", "by the library", "in a cycle"],
)  # fmt: skip
def test_a_generator_that_nothing_can_go_on_with_is_told_to_end_and_shown_no_more(record, code):
    one = record(GENERATOR + code + "\n")
    assert behind(one, ENDS[0], 3) == ENDS
    printed = next(panel for said, panel in shown(one) if said == "Printed: over")
    assert printed.margin == []
    assert printed.groups["generators"] == []


MANY = """\
import asyncio

def numbers():
    yield 1

async def nap():
    await asyncio.sleep(0)

async def main():
    held = [numbers() for _ in range(30)]
    for each in held:
        next(each)
    held[-1].close()
    await nap()
    await nap()
    print("over")

asyncio.run(main())
"""


def test_one_of_many_that_is_closed_is_found_soon(record):
    told = [said for said, _ in shown(record(MANY))]
    assert ENDS[0] in told[: told.index("Printed: over")]


HELD = """\
def three():
    yield 1
    yield 2

def firsts(source):
    for each in source:
        yield each

def pipeline():
    yield from firsts(three())

p = pipeline()
next(p)
p.close()
print("over")
"""


def test_what_it_asks_is_closed_with_it_in_the_order_of_the_language(record):
    assert behind(record(HELD), "GeneratorExit() is thrown into firsts()", 7) == [
        "GeneratorExit() is thrown into firsts().",
        "firsts() ends with GeneratorExit().",
        "GeneratorExit() is thrown into three().",
        "three() ends with GeneratorExit().",
        "GeneratorExit() is thrown into pipeline().",
        "pipeline() ends with GeneratorExit().",
        "Printed: over",
    ]


ASYNCHRONOUS = """\
import asyncio

async def ticks():
    yield 1
    yield 2

async def main():
    async for tick in ticks():
        break
    print("left")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("over")

asyncio.run(main())
"""


def test_an_asynchronous_generator_is_closed_by_a_task_of_the_loop_and_not_before(record):
    told = shown(record(ASYNCHRONOUS))
    left, over = (next(n for n, (said, _) in enumerate(told) if said == f"Printed: {text}")
                  for text in ("left", "over"))  # fmt: skip
    thrown = [n for n, (said, _) in enumerate(told) if "GeneratorExit() is thrown" in said]
    assert len(thrown) == 1
    assert left < thrown[0] < over
    assert "async_generator_athrow()" in told[thrown[0]][0]
