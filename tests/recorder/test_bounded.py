"""To look at a value calls nothing of the program, and costs the same however large it is."""

from __future__ import annotations

import collections
import subprocess
import sys
from typing import Any

import pytest
from recorder import bare, words
from recorder.events import Cut, Handle, Output, Variables, Waits
from recorder.replay import mismatches
from runs.interpreters import interpreters


def calls(value: object) -> int:
    """How many functions are called to say a value in words, those written in C too."""
    counted = 0

    def count(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        words.short(value, lambda _: None)
    finally:
        sys.setprofile(None)
    return counted


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def made_of(size: int) -> list[Any]:
    """A value of each kind that can be large, of this size."""
    wide = range(size)
    kinds = (list, tuple, set, frozenset, dict.fromkeys, collections.deque)
    values = [kind(wide) for kind in kinds]
    text = "x" * size * 100
    wrapped = ValueError(*wide)
    return [*values, nested(size), [[*wide] for _ in wide], text, text.encode(), wrapped, 10**size]


@pytest.mark.parametrize("index", range(len(made_of(1))))
def test_a_large_value_costs_as_much_as_a_small_one(index):
    few, many = made_of(100)[index], made_of(1000)[index]
    assert calls(few) == calls(many)
    assert len(words.short(many, lambda _: None)) < 2000


# Each method that one could come to by looking prints: whoever looks is seen in the output.
TOUCHY = """\
import asyncio, fractions

class Meta(type):
    def __eq__(cls, other): print("compared"); return type.__eq__(cls, other)
    def __hash__(cls): print("hashed"); return type.__hash__(cls)
    def __getattribute__(cls, name):
        if name.startswith("__") and name not in ("__new__", "__init__"): print("asked for", name)
        return type.__getattribute__(cls, name)
    def __instancecheck__(cls, item): print("checked"); return False

def tells(name, base=None):
    def method(self, *args):
        print("called", name)
        if base is None: raise RuntimeError(name)
        return getattr(base, name)(self, *args)
    return method

NAMES = "repr str len iter bool eq hash getattr format bytes sizeof dir class_getitem".split()

class Odd(metaclass=Meta):
    for name in NAMES:
        locals()[f"__{name}__"] = tells(name)
    def __call__(self, *args): pass
    def __getattribute__(self, name):
        print("asked for", name)
        return object.__getattribute__(self, name)
    __class__ = property(tells("class"))

class Awaited(metaclass=Meta):
    left = 2
    def __await__(self): return self
    def __iter__(self): return self
    def __next__(self):
        Awaited.left -= 1
        if not Awaited.left: raise StopIteration(4)

class Future(asyncio.Future):
    for name in ("done", "cancelled", "get_loop", "result", "exception"):
        locals()[name] = tells(name, asyncio.Future)
    _result = _exception = property(tells("a property"))

class Task(asyncio.Task):
    for name in ("done", "cancelled", "get_loop", "get_coro", "get_name", "cancelling"):
        locals()[name] = tells(name, asyncio.Task)

class Space(dict):
    for name in ("items", "keys", "values", "__iter__", "__len__"):
        locals()[name] = tells(name, dict)

class Prepared(type):
    @classmethod
    def __prepare__(meta, name, bases): return Space()

class Body(metaclass=Prepared):
    one = 1
    two = 2

class Waiters(list):
    for name in ("__len__", "__iter__", "__bool__"):
        locals()[name] = tells(name)

class Number(int):
    for name in ("__eq__", "__repr__", "__str__", "__index__"):
        locals()[name] = tells(name)
    __hash__ = int.__hash__

class Text(str):
    for name in ("__len__", "__getitem__", "__str__", "__bool__", "__radd__", "__repr__"):
        locals()[name] = tells(name)

async def named(): pass

async def main():
    loop = asyncio.get_running_loop()
    odd = Odd()
    loop.call_soon(odd)
    bound = object.__getattribute__(odd, "__call__")
    loop.call_soon(bound, odd)
    await asyncio.sleep(0)
    got = await Awaited()
    future = Future(loop=loop)
    loop.call_soon(asyncio.Future.set_result, future, 1)
    task = Task(named(), loop=loop, name="mine")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    error = ValueError(odd, Number(3))
    semaphores = asyncio.Semaphore(fractions.Fraction(5, 2)), asyncio.Semaphore(float("inf"))
    queue, event = asyncio.Queue(), asyncio.Event()
    event._waiters, queue._unfinished_tasks = Waiters(), Number(0)
    await asyncio.sleep(0)
    named.__qualname__ = Text("renamed")
    function = named
    del event, queue
    print("over")

asyncio.run(main())
"""


def test_nothing_that_the_program_has_made_is_called_by_looking(record):
    one = record(TOUCHY)
    command = [interpreters()[one.version], one.program.file]
    plain = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (one.out, one.err, one.status) == (plain.stdout, "", 0)
    assert plain.stdout.endswith("over\n")
    assert one.document["lost"] == 0
    assert not list(mismatches(one.events))


MANY_GLOBALS = """\
for n in range(5000):
    globals()[f"x{n}"] = n
last = 1
last = 2
"""


def test_of_many_variables_the_first_are_told(record):
    told = [event.changed for event in record(MANY_GLOBALS).told if isinstance(event, Variables)]
    assert max(map(len, told)) <= 100


ARGUMENTS = """\
import asyncio, functools

def call(*args): pass

async def down(n):
    await (down(n - 1) if n else asyncio.sleep(0))

async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(call, *range(5000))
    loop.call_soon(functools.partial(call, *range(5000)), 1)
    turning = functools.partial(call)
    turning.__setstate__((turning, (), {}, {}))
    loop.call_soon(turning).cancel()
    asyncio.current_task().set_name("x" * 5000)
    await down(60)

asyncio.run(main())
"""


def test_of_many_arguments_and_of_a_long_chain_the_ends_are_told(record):
    one = record(ARGUMENTS)
    assert one.document["lost"] == 0
    assert not list(mismatches(one.events))
    shown = [event.args for event in one.told if isinstance(event, Handle) and event.name == "call"]
    assert shown == [[*map(str, range(8)), "…"]] * 2
    chain = max((event.chain for event in one.told if isinstance(event, Waits)), key=len)
    assert [chain[n][0] for n in (0, 1, 9, 10, 11, -1)] == [
        "main", "down", "down", "…", "down", "sleep",
    ]  # fmt: skip
    assert len(chain) == 2 * words.MOST_LINKS + 1
    assert max(len(event.name) for event in one.told if hasattr(event, "name")) == bare.LONGEST_NAME


def test_many_pieces_of_output_are_joined_to_events_of_some_size(record):
    one = record("print(*range(20000))\nprint('over')\n")
    told = [event.text for event in one.told if isinstance(event, Output)]
    assert "".join(told) == one.out
    assert 4000 < max(map(len, told)) < 4100


def test_of_more_output_than_anybody_reads_the_recording_ends_and_the_program_goes_on(record):
    one = record("print('first')\nprint('x' * 2_000_000)\nprint('over')\n")
    assert one.out.endswith("xx\nover\n")
    assert [event.text for event in one.told if isinstance(event, Output)] == ["first\n"]
    assert [event.why for event in one.told if isinstance(event, Cut)] == ["output"]
