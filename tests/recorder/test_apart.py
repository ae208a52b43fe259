"""What the recorder leaves alone: the program after the cut, its children, what threads do."""

from __future__ import annotations

import json
import subprocess

import pytest
from made import ROOT
from recorder.events import Cut, Line, Output, Run
from recorder.replay import mismatches
from runs.interpreters import interpreters

# Of the tools that may watch: a new one with the number of the recorder's is told of lines only
# where events were left with the code.
AFTER = """\
import asyncio, sys, threading

async def main():
    for n in range(100):
        await asyncio.sleep(0)

asyncio.run(main())
told = []
if sys.version_info >= (3, 12):
    print([sys.monitoring.get_tool(n) for n in range(6)])
    sys.monitoring.use_tool_id(4, "another")
    lines = sys.monitoring.events.LINE
    sys.monitoring.register_callback(4, lines, lambda code, line: told.append(line))
asyncio.run(main())
print(told, sys.gettrace(), threading.gettrace(), type(sys.stdout.write))
"""


def test_after_the_cut_nobody_watches(record, tmp_path):
    one = record(AFTER, settings={"most": 100, "fold": False})
    assert any(isinstance(event, Cut) for event in one.told)
    command = [interpreters()[one.version], tmp_path / "shown.py"]
    plain = subprocess.run(command, capture_output=True, text=True, check=True)
    assert one.out == plain.stdout


# In each child: whether anything of the recorder is at work there.
CHILD = """\
import asyncio, json, os, sys
from asyncio import base_events

def sees(how):
    told = []
    if sys.version_info >= (3, 12):
        told = [sys.monitoring.get_tool(n) for n in range(6)]
    queue = asyncio.new_event_loop()._ready
    return [how, told, str(sys.gettrace()), type(sys.stdout.write).__name__, "append" in
        vars(type(queue)), str(base_events.heapq)[:7], "RECORDER_ASKED" in os.environ,
        "begin" in os.environ["PYTHONPATH"]]

def work():
    for n in range(50): asyncio.run(asyncio.sleep(0))
    return "worked"
"""
PARENT = """\
import asyncio, concurrent.futures, json, multiprocessing, os, subprocess, sys
import child

async def main():
    for how in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(how)
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
            loop = asyncio.get_running_loop()
            print(await loop.run_in_executor(pool, child.sees, how))
            print(await loop.run_in_executor(pool, child.work))

if __name__ == "__main__":
    code = "import child; print(child.sees('-c'), child.work())"
    sys.stdout.flush()
    if not (forked := os.fork()):
        print(child.sees("os.fork"), child.work(), flush=True)
        sys.exit()
    os.waitpid(forked, 0)
    os.system(f"{sys.executable} -c \\"{code}\\"")
    print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
    asyncio.run(main())
"""


def test_children_do_not_record(tmp_path, version):
    (tmp_path / "child.py").write_text(CHILD, encoding="utf-8")
    file, into = tmp_path / "parent.py", tmp_path / "out.json"
    file.write_text(PARENT, encoding="utf-8")
    env = {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONWARNINGS": "ignore"}

    def ran(*recorder):
        command = [interpreters()[version], *recorder, file.name]
        done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True)
        return done.stdout.splitlines(), done.stderr, done.returncode

    recorded = ran("-m", "recorder", "--text", "-o", str(into))
    plain = ran()
    assert len(plain[0]) == 10
    assert recorded[0][:10] == plain[0]
    assert recorded[1:] == plain[1:]
    assert sum(" is made: " in line for line in recorded[0]) == 1
    assert json.loads(into.read_text(encoding="utf-8"))["lost"] == 0


ENDED_AT_ONCE = """\
import asyncio, multiprocessing, os, signal, time

async def main():
    ended = []
    for number in [signal.SIGTERM, signal.SIGUSR1] * 25:
        if not (child := os.fork()):
            time.sleep(60)
            os._exit(9)
        os.kill(child, number)
        ended.append(-os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    print(sorted(ended), flush=True)
    process = multiprocessing.get_context("fork").Process(target=time.sleep, args=[60])
    process.start()
    process.terminate()
    process.join()
    print(process.exitcode, signal.pthread_sigmask(signal.SIG_BLOCK, []), flush=True)
    if not os.fork():
        print(signal.pthread_sigmask(signal.SIG_BLOCK, []), flush=True)
        os._exit(0)
    os.wait()

asyncio.run(main())
"""


@pytest.mark.parametrize("options", [[], ["--from-signal", "USR1"]], ids=["", "from a signal"])
def test_a_child_is_ended_by_a_signal_that_comes_at_once(tmp_path, version, options):
    """Before it is its own master: a handler of ours would be called by nobody."""
    (tmp_path / "parent.py").write_text(ENDED_AT_ONCE, encoding="utf-8")
    command = [interpreters()[version], ROOT / "scripts/record", *options, "parent.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=50)
    assert done.stdout.splitlines() == [str([10] * 25 + [15] * 25), "-15 set()", "set()"]


DENSE = """\
import asyncio, threading

THREADS, CALLS = 4, 150

async def main():
    loop, over, count = asyncio.get_running_loop(), asyncio.Event(), 0

    def arrive(n):
        nonlocal count
        count += 1
        if count == THREADS * CALLS:
            over.set()

    def call(barrier):
        barrier.wait()
        for n in range(CALLS):
            loop.call_soon_threadsafe(arrive, n)

    barrier = threading.Barrier(THREADS)
    threads = [threading.Thread(target=call, args=[barrier]) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    await over.wait()
    for thread in threads:
        thread.join()
    print(count)

asyncio.run(main())
"""


@pytest.mark.parametrize("check", [True, False])
def test_of_many_calls_from_threads_none_is_lost(record, check):
    one = record(DENSE, settings={"check": check, "most": 10**6})
    assert (one.out, one.err, one.document["lost"]) == ("600\n", "", 0)
    assert not list(mismatches(one.events))
    arrived = {e.handle for e in one.told if type(e).__name__ == "Handle" and "arrive" in e.name}
    runs = [event.handle for event in one.told if isinstance(event, Run)]
    assert len(arrived.intersection(runs)) == 600
    assert [event.text for event in one.told if isinstance(event, Output)] == ["600\n"]


# A task whose first step ends it, of a coroutine that is not the program's.
EAGER = """\
import asyncio

space = {}
exec("async def quick(): return 1", space)

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    kept = asyncio.create_task(space["quick"]())
    await asyncio.sleep(0)
    print(kept.done())

asyncio.run(main())
"""


def test_an_eager_task_that_ends_at_once_is_looked_at_without_harm(record, version):
    if version >= (3, 12):
        one = record(EAGER)
        assert (one.out, one.status, one.document["lost"]) == ("True\n", 0, 0)
        assert not list(mismatches(one.events))


THROUGH_A_GENERATOR = """\
def steps():
    global count
    for count in range(3):
        yield count

count = 0
for step in (each := steps()):
    print(count)

def apply(function):
    return max([1], key=function)

def bump(n):
    global count
    count = 10
    return n

print(sorted([2], key=bump), count)
"""


def test_a_global_that_others_change_is_read_again_when_its_module_goes_on(record):
    told = record(THROUGH_A_GENERATOR).told
    counts, shown = [], {}
    for event in told:
        if type(event).__name__ == "Variables" and event.frame == 1:
            shown.update(event.changed)
        if isinstance(event, Output):
            counts.append((event.text, shown["count"]))
    assert counts == [("0\n", "0"), ("1\n", "1"), ("2\n", "2"), ("[2] 10\n", "10")]
    assert any(isinstance(event, Line) for event in told)


EXCEPTIONS = """\
import asyncio

class Own(Exception):
    def __init__(self): super().__init__("made")

async def main():
    loop = asyncio.get_running_loop()
    for given in (ValueError, Own, KeyError(3), StopIteration(), StopIteration, int, 3):
        future = loop.create_future()
        try:
            future.set_exception(given)
            await asyncio.sleep(0)
            future.result()
        except Exception as error:
            print(type(error).__name__, error)

asyncio.run(main())
"""


def test_the_exception_told_of_is_the_one_that_the_future_holds(record, tmp_path):
    one = record(EXCEPTIONS)
    assert not list(mismatches(one.events))
    command = [interpreters()[one.version], tmp_path / "shown.py"]
    assert one.out == subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told = [event.value for event in one.told if type(event).__name__ == "Set" and event.line]
    assert told[:3] == ["ValueError()", "Own('made')", "KeyError(3)"]
