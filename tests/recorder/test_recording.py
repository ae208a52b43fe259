"""Small programs in, whole recordings out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pytest
from made import ROOT
from recorder import events
from recorder.events import SCHEMA, as_list, from_list
from recorder.replay import before_jobs, mismatches, states

ONE_TASK = """\
import asyncio


async def work():
    await asyncio.sleep(0)
    return 7


loop = asyncio.new_event_loop()
print(loop.run_until_complete(work()))
"""
EVENTS = [
    ["frame", 1, "module", "<module>", 1],
    ["line", 1, 1],
    ["line", 1, 4],
    ["line", 1, 9],
    ["loop", 1, "_UnixSelectorEventLoop"],
    ["variables", 1, {"loop": "<_UnixSelectorEventLoop>"}],
    ["line", 1, 10],
    ["task", "t1", "work", "Task-1", False, 10, "run_until_complete", False],
    ["handle", 1, 1, "step", "t1", None, "", None, []],
    ["ready", 1, "soon", 10, "run_until_complete"],
    ["added", "t1", None, "_run_until_complete_cb", None],
    ["start", 1],
    ["turn", 1, 1, 0, 0],
    ["woke", 1, 0],
    ["run", 1],
    ["frame", 2, "coroutine", "work", 4],
    ["line", 2, 5],
    ["yield", 2, "None", 5, None],
    ["waits", "t1", None, [["work", 5, 2], ["sleep", None, None]]],
    ["handle", 2, 1, "step", "t1", None, "", None, []],
    ["ready", 2, "soon", None, None],
    ["end", 1],
]
ENDS = [
    ["turn", 1, 2, 0, 0],
    ["woke", 1, 0],
    ["run", 2],
    ["resume", 2],
    ["line", 2, 6],
    ["return", 2, "7"],
    ["handle", 3, 1, "call", None, None, "_run_until_complete_cb", None, ["t1"]],
    ["ready", 3, "soon", None, None],
    ["done", "t1", "result", "7", False],
    ["end", 2],
    ["turn", 1, 3, 0, 0],
    ["woke", 1, 0],
    ["run", 3],
    ["end", 3],
    ["stop", 1],
    ["removed", "t1", None, "_run_until_complete_cb"],
    ["output", "out", "7\n", 10],
    ["return", 1, "None"],
]


def without_clock(told):
    return [[kind, *fields] for kind, _, *fields in map(as_list, told)]


def test_a_task_of_two_steps_is_told_whole(record, version):
    one = record(ONE_TASK)
    told = without_clock(one.told)
    expected = [*EVENTS, *ENDS]
    # The task's next step joins the queue while this one is still under way.
    order = expected.index(EVENTS[-4])
    expected[order : order + 3] = [*expected[order + 1 : order + 3], expected[order]]
    if ["removed", "t1", None, "_run_until_complete_cb"] not in told:
        expected.remove(["removed", "t1", None, "_run_until_complete_cb"])
    assert told == expected
    assert one.out == "7\n"


TWO_TASKS = """\
import asyncio

async def brew():
    await asyncio.sleep(0.01)
    return "coffee"

async def main():
    cup = asyncio.create_task(brew())
    print(await cup)

asyncio.run(main())
"""


def test_states_say_what_the_player_shows(record):
    one = record(TWO_TASKS)
    assert not list(mismatches(one.events))
    jobs = list(before_jobs(one.told))
    first, brew, timer, coffee, main = [state for _, state in jobs[:5]]
    assert first.loops[1].ready == [1]
    assert first.tasks["t1"].state == "ready"
    assert brew.tasks["t1"].state == "waiting"
    assert brew.tasks["t1"].waits == "t2"
    assert brew.futures["t2"].callbacks == ["t1"]
    assert (brew.loops[1].turn, brew.loops[1].ready, brew.loops[1].timers) == (2, [2], {})
    assert timer.tasks["t2"].waits == "f1"
    assert [link[0] for link in timer.tasks["t2"].chain] == ["brew", "sleep"]
    assert timer.futures["f1"].state == "pending"
    assert timer.jobs[3].args == ["f1", "None"]
    assert coffee.futures["f1"].state == "result"
    assert (coffee.tasks["t2"].state, coffee.tasks["t2"].waits) == ("ready", "f1")
    assert (main.tasks["t2"].state, main.tasks["t2"].value) == ("result", "'coffee'")
    *_, (_, last) = states(one.told)
    assert last.output == [("out", "coffee\n")]
    assert last.loops[1].phase == "closed"


def test_variables_are_told_when_they_change(record):
    source = "def f(a):\n    b = a + 1\n    del a\n    return b\n\n\nc = f(1)\n"
    told = [e for e in without_clock(record(source).told) if e[0] == "variables"]
    assert told == [
        ["variables", 2, {"a": "1"}],
        ["variables", 2, {"b": "2"}],
        ["variables", 2, {"a": None}],
        ["variables", 1, {"c": "2"}],
    ]


def test_exceptions_are_thrown_and_unwind(record):
    source = """\
import asyncio

async def nap():
    await asyncio.sleep(5)

async def main():
    task = asyncio.create_task(nap())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")

asyncio.run(main())
"""
    told = without_clock(record(source).told)
    kinds = ("throw", "unwind", "cancel", "cancelled", "done")
    # The rest is what asyncio.run does behind main.
    assert [event for event in told if event[0] in kinds][:8] == [
        ["cancel", "t2", 9, None],
        ["cancelled", 4, 4, "sleep"],  # it is thrown in at the bottom, where sleep tidies up
        ["throw", 3, "CancelledError()", "sleep"],
        ["unwind", 3, "CancelledError()"],
        ["done", "t2", "cancelled", None, False],
        ["throw", 2, "CancelledError()", ""],
        ["done", "t1", "result", "None", False],
        ["done", "t3", "result", "None", False],
    ]


def test_nothing_of_the_program_is_called_to_describe_it(record):
    source = """\
class Touchy:
    def __repr__(self):
        print("looked at")
    def __getattr__(self, name):
        print("asked for", name)
    __class__ = property(lambda self: print("asked for its class"))

def take(value):
    return value

t = take(Touchy())
big = 10 ** 5000
del t
"""
    one = record(source)
    assert one.out == ""
    told = [e for e in without_clock(one.told) if e[0] == "variables"]
    assert {"value": "<Touchy>"} in [event[2] for event in told]
    assert {"big": "<int of 16610 bits>"} in [event[2] for event in told]


def test_threads_are_told(record):
    source = """\
import asyncio, threading

async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Thread(target=loop.call_soon_threadsafe, args=[future.set_result, 1]).start()
    print(await future)

asyncio.run(main())
"""
    one = record(source)
    assert not list(mismatches(one.events))
    told = without_clock(one.told)
    at = told.index(["thread", 1])
    assert [event[0] for event in told[at + 1 : at + 3]] == ["handle", "ready"]
    assert told[at + 2][2] == "threadsafe"


def test_what_two_threads_print_on_one_line_of_the_program_is_told_apart(record):
    source = """\
import itertools, queue, sys, threading

def say(mine, other):
    # In one line, and nothing of it in Python: so nothing is told between two pieces of output.
    turns = itertools.islice(iter(mine.get, None), 20)
    list(map(other.put, map(str, map(sys.stdout.write, turns))))

one, two = queue.SimpleQueue(), queue.SimpleQueue()
both = [threading.Thread(target=say, args=args) for args in ((one, two), (two, one))]
for each in both:
    each.start()
one.put("1")
for each in both:
    each.join()
"""
    one = record(source)
    told = [event for event in without_clock(one.told) if event[0] in ("thread", "output")]
    assert [event[2] for event in told if event[0] == "output"] == ["1"] * 40
    at = [n for n, event in enumerate(told) if event[0] == "output"]
    assert all(told[n - 1][0] == "thread" for n in at)


def test_each_thread_tells_of_its_own_loop_whenever_others_come_between(record):
    source = """\
import asyncio, sys, threading

async def same(part):
    if part[0] % 2:
        await asyncio.sleep(0)
    return part

async def put(queue, lock):
    for number in range(6):
        await queue.put([number])
        async with lock:
            await asyncio.sleep(0)

async def work():
    queue, lock = asyncio.Queue(3), asyncio.Lock()
    both = asyncio.gather(put(queue, lock), put(queue, lock))
    parts = [await queue.get() for _ in range(12)]
    await both
    for _ in range(100):
        parts.reverse()
    if sys.version_info >= (3, 12):
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    assert await asyncio.gather(*[same(part) for part in parts]) == parts

sys.setswitchinterval(1e-6)
others = [threading.Thread(target=asyncio.run, args=[work()]) for _ in range(3)]
for other in others:
    other.start()
for other in others:
    other.join()
print("over")
"""
    one = record(source, settings={"most": 60_000})
    assert (one.out, one.document["lost"]) == ("over\n", 0)
    assert not list(mismatches(one.events))
    thread, of, held, omitted = 0, {}, set(), Counter()
    for event in one.events:
        if isinstance(event, events.Thread):
            thread = event.number
        elif isinstance(event, (events.Task, events.Shared)):
            of[event[1]] = thread
        elif isinstance(event, events.Contents) and (holder := event.contents.get("holder")):
            held.add(event.shared)
            assert of[holder] == of[event.shared], "held by a task of another loop"
        elif isinstance(event, events.Omitted):
            omitted[thread] += sum(count for _, count in event.visits)
    assert len(held) == 3
    assert omitted.keys() == {*of.values()}
    assert len({*omitted.values()}) == 1, "each thread has left out as many visits of lines"


def test_loops_in_two_threads_are_told_apart(record):
    source = """\
import asyncio, threading

async def work(seconds):
    for _ in range(3):
        await asyncio.sleep(seconds)

async def main():
    other = threading.Thread(target=asyncio.run, args=[work(0.01)])
    other.start()
    await work(0.03)
    other.join()
    print("over")

asyncio.run(main())
"""
    one = record(source)
    assert (one.out, one.document["lost"]) == ("over\n", 0)
    assert not list(mismatches(one.events))
    *_, (_, last) = states(one.told)
    assert [loop.phase for loop in last.loops.values()] == ["closed", "closed"]
    assert {task.state for task in last.tasks.values()} == {"result"}


def test_events_survive_json(record):
    one = record(TWO_TASKS)
    assert [from_list(json.loads(json.dumps(as_list(e)))) for e in one.events] == one.events


@pytest.mark.parametrize("end", ["raise KeyError(1)", "raise SystemExit(3)", "1 / 0"])
def test_the_program_ends_as_it_does_unrecorded(tmp_path, version, end):
    from runs.interpreters import interpreters

    file = tmp_path / "ends.py"
    file.write_text(f"import sys\nprint(sys.argv, __name__)\n\n\n{end}\n", encoding="utf-8")
    python = interpreters()[version]
    env = {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"}

    def ran(*options):
        done = subprocess.run(
            [python, *options, str(file), "one", "-o"], env=env, capture_output=True, text=True
        )
        return done.returncode, done.stdout, done.stderr

    json_file = tmp_path / "out.json"
    assert ran("-m", "recorder", "-o", str(json_file)) == ran()
    assert json.loads(json_file.read_text(encoding="utf-8"))["schema"] == SCHEMA


def test_the_command_line_tells_it_in_sentences(tmp_path):
    file = tmp_path / "program.py"
    file.write_text(TWO_TASKS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "recorder", "--text", str(file)],
        env={"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    printed, *sentences = done.stdout.splitlines()
    assert printed == "coffee"
    said = [sentence[12:] for sentence in sentences]
    assert "task t2 suspends, waiting for f1: brew (line 4) → sleep" in said
    assert "job 4: task t2 goes on, for f1 is done" in said
