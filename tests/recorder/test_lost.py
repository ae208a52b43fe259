"""Where the recorder loses events it says so, the program notices nothing, and the rest is told."""

from __future__ import annotations

import datetime
import random
import re
import subprocess
import sys

import pytest
from languages.interface import words
from made import ROOT
from recorder.events import Cut, Line, Lost
from recorder.moments import moments
from recorder.recording import Recorder
from recorder.replay import mismatches
from recorder.tellable import tellable
from runs import alone, player
from runs.interpreters import interpreters
from runs.recordings import Recording
from runs.strangers import outcome
from runs.telling import sentence

DEEP = """\
import asyncio

def down(n):
    asyncio.get_running_loop().create_future()
    return down(n + 1)

async def await_down(n):
    return await await_down(n + 1)

async def main():
    try:
        down(0)
    except RecursionError:
        print("too deep")
    try:
        await await_down(0)
    except RecursionError:
        print("too deep, awaited")
    await asyncio.sleep(0.01)
    behind = 1
    await asyncio.sleep(0.01)
    print("on")

asyncio.run(main())
"""


@pytest.mark.thorough
def test_behind_a_recursion_without_end_it_is_told_on_and_that_events_were_lost(record):
    one = record(DEEP)
    assert (one.out, one.err, one.status) == ("too deep\ntoo deep, awaited\non\n", "", 0)
    assert not list(mismatches(one.events))
    assert one.document["lost"] == sum(x.lost for x in one.told if isinstance(x, Lost)) > 0
    begun = one.told.index(next(event for event in one.told if isinstance(event, Lost)))
    behind = [event.line for event in one.told[begun:] if isinstance(event, Line)]
    assert {19, 20, 21} <= {*behind}
    assert tellable(one.told) == one.told


ODD = """\
import asyncio

class Meta(type):
    def __hash__(cls):
        print("hashed")
        return type.__hash__(cls)

class Odd(metaclass=Meta):
    pass

def down(n):
    asyncio.get_running_loop().create_future()
    return down(n + 1)

async def main():
    odd = Odd()
    try:
        down(0)
    except RecursionError:
        print("too deep")

asyncio.run(main())
"""


def test_to_find_what_lives_yet_no_code_of_the_program_is_called(record):
    one = record(ODD)
    assert one.document["lost"] > 0
    assert one.out == "too deep\n"


# A recursion that goes on to the limit, or that a third call ends by hand.
ENDLESS = """\
import asyncio, sys

LIMIT = {limit}

def down(n):
    if n == LIMIT:
        raise RecursionError("by hand")
    return down(n + 1)

async def await_down(n):
    if n == LIMIT:
        raise RecursionError("by hand")
    return await await_down(n + 1)

async def values(n):
    if n == LIMIT:
        raise RecursionError("by hand")
    async for value in values(n + 1):
        yield value

async def first():
    async for value in values(0):
        return value

async def catch(what):
    try:
        await what
    except RecursionError:
        print("caught")
    return await asyncio.sleep(0.05, "slept")

{program}
    print("now")
    task = asyncio.create_task(asyncio.sleep(0.05, "x"))
    print(await task)
    print(await catch(asyncio.sleep(0)))

asyncio.run(main())
"""
DEEP_IN = {
    "a function": """\
async def main():
    try:
        down(0)
    except RecursionError:
        print("caught")""",
    "coroutines": """\
async def main():
    try:
        await await_down(0)
    except RecursionError:
        print("caught")""",
    "coroutines of a coroutine": """\
async def main():
    await catch(await_down(0))""",
    "generators": """\
async def main():
    await catch(first())""",
    "a step that goes on": """\
async def later():
    await asyncio.sleep(0)
    return await await_down(0)

async def main():
    await catch(later())""",
    "a task": """\
async def main():
    task = asyncio.create_task(await_down(0))
    await asyncio.wait([task])
    task.exception()""",
    "tasks in a group": """\
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(await_down(0))
            group.create_task(catch(asyncio.sleep(1)))
    except* RecursionError:
        print("caught")""",
    "a callback": """\
async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("handled"))
    loop.call_soon(down, 0)
    await asyncio.sleep(0)""",
    "a callback of a future": """\
async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("handled"))
    future = loop.create_future()
    future.add_done_callback(lambda future: down(0))
    future.set_result(None)
    await asyncio.sleep(0)""",
}


@pytest.mark.timely  # its timers are to be waited for
@pytest.mark.turns("deep", [*DEEP_IN])
def test_behind_a_recursion_without_end_all_is_told_as_behind_one_that_was_short(record, deep):
    sources = [ENDLESS.format(limit=limit, program=DEEP_IN[deep]) for limit in (-1, 3)]
    endless, short = (record(source) for source in sources)
    assert endless.document["lost"] > 0 == short.document["lost"]
    told = [said for said in endless.told_from("<code>now") if "Not shown: " not in said]
    assert told == short.told_from("<code>now")


def test_a_frame_that_is_not_the_programs_is_none_that_waits_whatever_its_id_is():
    """It may have that of one of which nobody saw that it ended."""
    recorder = Recorder("program.py")
    frame = sys._getframe()
    recorder.scene.frames[id(frame)] = 7

    def inside():
        return list(recorder.code.known_below(sys._getframe()))

    assert not inside()
    recorder.scene.files.main = __file__
    assert inside() == [(7, frame)]


TRACED = """\
import asyncio, bdb, sys

def trace(frame, event, value):
    return trace

class Stops(bdb.Bdb):
    def user_line(self, frame):
        self.set_continue()

def down():
    down()

async def before():
    {how}

async def leaf(n):
    await asyncio.sleep(0)
    return n

async def work(n):
    print(await leaf(n))

async def after():
    print("now")
    async with asyncio.TaskGroup() as group:
        for n in range(2):
            group.create_task(work(n))

async def main():
    await before()
    await after()

asyncio.run(main())
"""
BY_ITSELF = {
    "a trace function": "sys.settrace(trace); after; sys.settrace(None)",
    "a debugger": "Stops().runcall(len, [])",
    "a lower limit": """\
limit = sys.getrecursionlimit()
    sys.setrecursionlimit(200)
    try: down()
    except RecursionError: pass
    sys.setrecursionlimit(limit)""",
}


@pytest.mark.turns("how", [*BY_ITSELF])
def test_behind_a_trace_function_of_its_own_what_is_told_is_so(record, how):
    """On 3.11 there is one at a time: while the program has one, nothing is seen of its lines."""
    own = record(TRACED.format(how=BY_ITSELF[how]))
    none = record(TRACED.format(how="pass" + "\n" * BY_ITSELF[how].count("\n")))
    assert none.document["lost"] == 0
    assert (own.document["lost"] > 0) == (how == "a lower limit" or own.version < (3, 12))
    behind = none.told_from("<code>now")
    assert own.told_from("<code>now") == behind
    assert any("work() awaits" in re.sub("<.*?>", "", text) for text in behind)


OF_ITS_OWN = {
    "a queue": """\
import asyncio, collections

class Own(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__()
        self._ready = collections.deque()

Own().run_until_complete(asyncio.sleep(0.01))
print("over")
""",
    "turns by hand": """\
import asyncio

async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    other = loop.create_task(asyncio.sleep(0.01))
    asyncio.tasks._leave_task(loop, task)
    while not other.done():
        loop._run_once()
    asyncio.tasks._enter_task(loop, task)
    print("over")

asyncio.run(main())
""",
    "turns": """\
import asyncio, heapq

class Own(asyncio.SelectorEventLoop):
    def _run_once(self):
        first = self._scheduled[0]._when - self.time() if self._scheduled else None
        wait = 0 if self._ready or self._stopping else first
        self._process_events(self._selector.select(wait))
        while self._scheduled and self._scheduled[0]._when <= self.time():
            self._ready.append(heapq.heappop(self._scheduled))
        for _ in range(len(self._ready)):
            job = self._ready.popleft()
            if not job._cancelled:
                job._run()

async def main():
    await asyncio.sleep(0.01)
    print("over")

Own().run_until_complete(main())
""",
    "turns for ever": """\
import asyncio, threading

class Own(asyncio.SelectorEventLoop):
    def run_forever(self):
        self._thread_id = threading.get_ident()
        asyncio._set_running_loop(self)
        while not self._stopping:
            self._run_once()
        asyncio._set_running_loop(None)
        self._thread_id = None

async def main():
    await asyncio.sleep(0.01)
    print("over")

Own().run_until_complete(main())
""",
}
UNSEEN = """\
import asyncio

asyncio.Future = asyncio.futures.Future = asyncio.Future.__base__
asyncio.run(asyncio.sleep(0.01))
"""
SEEN = """\
import asyncio, functools

class Own(asyncio.SelectorEventLoop):
    def _run_once(self):
        super()._run_once()

def counted(turn=asyncio.BaseEventLoop._run_once):
    global turns
    def another(loop):
        global turns
        turns += 1
        turn(loop)
    turns = 0
    return another

class Task(asyncio.Task):
    pass

asyncio.Task = asyncio.tasks.Task = Task
asyncio.BaseEventLoop._run_once = counted()
Own().run_until_complete(asyncio.sleep(0.01))
"""


@pytest.mark.parametrize("source", OF_ITS_OWN.values(), ids=OF_ITS_OWN)
def test_of_a_loop_that_is_not_run_as_asyncio_does_it_is_said_that_no_more_can_be_told(
    record, source
):
    """Nothing that is told before is false."""
    one = record(source)
    assert (one.out, one.status, one.document["lost"]) == ("over\n", 0, 0)
    assert not list(mismatches(one.events))
    last = one.told[-1]
    assert type(last) is Cut
    assert last.why == "own"
    said = sentence(moments(one.told)[-1], words("en"))
    assert "runs the loop in a way of its own" in said
    assert list(Recording.of(one.document).faults(None))


def test_of_a_class_that_asyncio_has_nothing_of_it_is_said_that_not_all_is_told(record):
    assert record(UNSEEN).document["lost"] > 0


def test_of_what_only_adds_to_a_loop_all_is_told(record):
    one = record(SEEN)
    assert (one.status, one.document["lost"]) == (0, 0)
    assert not list(mismatches(one.events))


ENDS = """\
import asyncio

async def down(n):
    return await down(n + 1)

asyncio.run(down(0))
"""
AT_THE_LIMIT = """\
import asyncio

def down(n):
    try:
        down(n + 1)
    except RecursionError:
        print("at the limit")

async def main():
    down(0)

asyncio.run(main())
"""


@pytest.mark.parametrize("source", [ENDS, AT_THE_LIMIT], ids=["ends", "prints"])
def test_at_the_limit_of_recursion_nothing_is_of_the_recorder_nor_done_twice(record, source):
    """What is printed there, is printed by the innermost frame in which there is room for it. (On
    3.11 that may fail when it has printed, for the interpreter calls a trace function then.)"""
    one = record(source)
    assert str(ROOT / "scripts/recorder") not in one.err
    most = 1 if one.version >= (3, 12) else 2
    assert (source is AT_THE_LIMIT) <= one.out.count("at the limit") <= most
    assert ("RecursionError" in one.err) == (source is ENDS)
    assert one.document["lost"] > 0


def test_record_says_that_what_it_tells_is_not_whole(tmp_path, version):
    (tmp_path / "deep.py").write_text(DEEP, encoding="utf-8")
    command = [interpreters()[version], ROOT / "scripts/record", "--text", "--html", "out.html"]
    done = subprocess.run(
        [*command, "deep.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "record: what is told is not whole: lost events: " in done.stderr
    assert "Here the recorder has lost events" in done.stderr
    assert "Here the recorder has lost events" in (tmp_path / "out.html").read_text("utf-8")


MANY_KINDS = """\
import asyncio

async def numbers():
    for n in range(2):
        yield n
        await asyncio.sleep(0)

async def work(queue, lock):
    async with lock:
        queue.put_nowait([number async for number in numbers()])
    await asyncio.sleep(60)

async def main():
    loop, queue, lock = asyncio.get_running_loop(), asyncio.Queue(), asyncio.Lock()
    tasks = [asyncio.create_task(work(queue, lock)) for _ in range(2)]
    timer = loop.call_later(60, print)
    print(await queue.get(), await queue.get())
    timer.cancel()
    tasks[0].cancel()
    await asyncio.wait(tasks, timeout=0.01)
    future = loop.create_future()
    loop.call_soon(future.set_exception, ValueError("no"))
    print(await asyncio.gather(future, return_exceptions=True))

asyncio.run(main())
"""


def figure(one, shown):
    """The HTML of a recorded run."""
    began = datetime.datetime.now(datetime.UTC)
    said, told = words("en"), shown.recording
    made = outcome(one.program, one.document, told, said, status=0, wall=1.0, began=began)
    return alone.figure(made, shown, said, "")


def test_whichever_events_are_lost_what_can_be_told_is(record):
    one, chance = record(MANY_KINDS), random.Random(1)
    assert one.document["lost"] == 0
    assert tellable(one.told) == one.told
    torn = []
    for _ in range(60):
        gone = {chance.randrange(len(one.told)) for _ in range(chance.choice([1, 3, 30]))}
        left = [event for number, event in enumerate(one.told) if number not in gone]
        known = tellable(left)
        whole = known[-1] != Cut(known[-1].at, "lost")
        assert known == left if whole else known[:-1] == left[: len(known) - 1]
        torn.append(whole)
        for language in "en", "pt":
            assert all(sentence(moment, words(language)) for moment in moments(known))
        shown = player.Told(Recording(tuple(known), len(gone), ()), moments(known), {})
        assert figure(one, shown)
    assert len({*torn}) == 2  # some can be told to their end, and some cannot
