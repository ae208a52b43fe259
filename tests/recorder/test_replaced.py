"""What a program puts in the place of what the interpreter, or asyncio, has: it is not called by
the recorder, and what runs with it is told."""

from __future__ import annotations

import subprocess

import pytest
from made import ROOT
from recorder.events import Cut, Future, Output, Task, Turn, Waits
from recorder.moments import moments
from recorder.replay import mismatches
from runs.interpreters import interpreters

WORK = """\


async def child(n):
    await asyncio.sleep(0)
    return n


async def main():
    await asyncio.sleep(0.01)
    print(await asyncio.gather(*[child(n) for n in range(3)]))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except (TimeoutError, RuntimeError):  # since 3.14 a task in Python can have no timeouts
        print("late")
    loop, queue, lock = asyncio.get_running_loop(), asyncio.Queue(), asyncio.Lock()
    future = loop.create_future()
    loop.call_soon(future.set_result, "set")
    async with lock:
        queue.put_nowait(await future)
    failed = asyncio.create_task(asyncio.wait_for(loop.create_future(), 0))
    print(await queue.get(), await asyncio.gather(failed, return_exceptions=True))


run(main())
"""
COUNTED = """\
import asyncio, atexit, builtins, threading, _thread
from asyncio import run

calls, sort, show = {}, sorted, print

def counted(place, name):
    function = getattr(place, name)
    def count(*given, **named):
        calls[name] = calls.get(name, 0) + 1
        return function(*given, **named)
    setattr(place, name, count)

for name in "any callable hasattr id isinstance issubclass iter len repr round sorted sum".split():
    counted(builtins, name)
for name in "active_count current_thread get_ident main_thread".split():
    counted(threading, name)
counted(_thread, "get_ident")
atexit.register(lambda: show(sort(calls.items())))
"""
BY_A_FACTORY = """\
import asyncio

class Own(asyncio.SelectorEventLoop):
    def create_future(self):
        return asyncio.futures.{future}(loop=self)

def made(loop, coroutine, **named):
    return asyncio.tasks.{task}(coroutine, loop=loop, **named)

def run(main):
    with asyncio.Runner(loop_factory=Own) as runner:
        runner.get_loop().set_task_factory(made)
        runner.run(main)
"""
CLASSES = {
    "for all": """\
import asyncio
from asyncio import run

asyncio.Task = asyncio.tasks.Task = asyncio.tasks._PyTask
asyncio.Future = asyncio.futures.Future = asyncio.futures._PyFuture
""",
    "by a factory": BY_A_FACTORY.format(future="_PyFuture", task="_PyTask"),
    "those of C": BY_A_FACTORY.format(future="_CFuture", task="_CTask"),
}
OUT = "[0, 1, 2]\nlate\nset [TimeoutError()]\n"


def test_what_a_program_counts_of_the_calls_of_functions_is_what_it_calls(tmp_path, version):
    file = tmp_path / "shown.py"
    file.write_text(COUNTED + WORK, encoding="utf-8")
    environment = {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"}

    def ran(*options):
        command = [interpreters()[version], *options, file]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    plain = ran()
    assert plain.startswith(OUT)
    assert "('len', " in plain
    assert ran("-m", "recorder", "-o", tmp_path / "recording.json") == plain


@pytest.mark.parametrize("source", CLASSES.values(), ids=CLASSES)
def test_tasks_and_futures_of_either_make_are_told_of(record, source):
    one = record(source + WORK)
    assert (one.out, one.err, one.status, one.document["lost"]) == (OUT, "", 0, 0)
    assert not list(mismatches(one.events))
    names = [event.coroutine for event in one.told if isinstance(event, Task)]
    assert [name for name in names if "." not in name] == ["main", *["child"] * 3, "wait_for"]
    waits = {event.future for event in one.told if isinstance(event, Waits)}
    assert waits - {None} <= {
        event.future if isinstance(event, Future) else event.task
        for event in one.told
        if isinstance(event, Future | Task)
    }
    assert not any(isinstance(event, Cut) for event in one.told)


@pytest.mark.parametrize("source", CLASSES.values(), ids=CLASSES)
@pytest.mark.parametrize("most", [20, 60])
def test_they_work_when_the_recording_is_over(record, source, most):
    one = record(source + WORK, settings={"most": most})
    assert (one.out, one.err, one.status, one.document["lost"]) == (OUT, "", 0, 0)
    assert isinstance(one.told[-1], Cut)


FOREIGN = """\
import asyncio
from asyncio import run

Written = asyncio.futures._PyFuture.__mro__[-2]


class Own(asyncio.SelectorEventLoop):
    def create_future(self):
        return Written(loop=self)


asyncio.set_event_loop_policy(None)
loop = Own()
loop.run_until_complete(asyncio.sleep(0.01))
print("over")
"""


def test_what_sets_a_future_that_nobody_has_told_of_is_told_as_the_call_that_it_is(record):
    one = record(FOREIGN)
    assert one.out == "over\n"
    jobs = [part for moment in moments(one.told) for part in moment.parts]
    assert jobs
    assert "job_sets" not in repr(jobs)
    assert "_set_result_unless_cancelled(<Future>" in repr(jobs)


def test_write_of_a_stream_is_a_method_of_it(record):
    source = """\
import sys
print(sys.stdout.write.__self__ is sys.stdout, sys.stdout.write.__name__, sys.stderr.write("x"))
sys.stdout.write.__self__.write("written\\n")
"""
    one = record(source)
    assert (one.out, one.err) == ("True write 1\nwritten\n", "x")
    told = "".join(event.text for event in one.told if isinstance(event, Output))
    assert told == "xTrue write 1\nwritten\n"


SELECTORS = {
    "an attribute": """\
import asyncio

loop, asked = asyncio.new_event_loop(), 0
real = loop._selector.select

def select(timeout):
    global asked
    asked += 1
    return real(timeout)

loop._selector.select = select
""",
    "by __getattr__": """\
import asyncio, selectors

class Other:
    def __init__(self, inner):
        self.inner = inner
    def __getattr__(self, name):
        global asked
        asked += name == "select"
        return getattr(self.inner, name)

asked = 0
loop = asyncio.SelectorEventLoop(Other(selectors.DefaultSelector()))
""",
    "no list": """\
import asyncio, selectors

class Iterates(selectors.SelectSelector):
    def select(self, timeout=None):
        global asked
        asked += 1
        yield from super().select(timeout)

asked = 0
loop = asyncio.SelectorEventLoop(Iterates())
""",
    "no place for an attribute": """\
import asyncio, selectors

class Other:
    __slots__ = ("inner",)
    def __init__(self, inner):
        self.inner = inner
    def __getattr__(self, name):
        if name == "__dict__":
            raise AttributeError(name)
        return getattr(self.inner, name)
    def select(self, timeout=None):
        global asked
        asked += 1
        return self.inner.select(timeout)

asked = 0
loop = asyncio.SelectorEventLoop(Other(selectors.DefaultSelector()))
""",
}
RUNS = """
before = getattr(loop._selector, "__dict__", {}).copy()
for _ in range(3):
    loop.run_until_complete(asyncio.sleep(0.001))
    print("run", asked)
print(getattr(loop._selector, "__dict__", {}) == before)
loop.close()
"""


@pytest.mark.turns("kind", SELECTORS)
@pytest.mark.parametrize("most", [3000, 25])
def test_a_selector_of_the_programs_is_asked_as_ever_and_has_what_it_had(
    record, version, kind, most
):
    source = SELECTORS[kind] + RUNS
    command = [interpreters()[version], "-c", source]
    plain = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    one = record(source, settings={"most": most})
    assert (one.out, one.err, one.document["lost"]) == (plain, "", 0)
    assert plain.endswith("True\n")
    assert not list(mismatches(one.events))
    cut = {event.why for event in one.told if isinstance(event, Cut)}
    turns = sum(isinstance(event, Turn) for event in one.told)
    if kind == "no place for an attribute":  # there is none for us
        assert (cut, turns) == ({"own" if most == 3000 else "events"}, 0)
    elif most == 3000:
        assert (cut, turns) == (set(), int(plain.split()[-2]))
    else:
        assert cut == {"events"}


AUDITED = """\
import asyncio, sys

async def child():
    await asyncio.sleep(0.01)
    return 1

async def main():
    future, lock = asyncio.get_running_loop().create_future(), asyncio.Lock()
    asyncio.get_running_loop().call_soon(future.set_result, 2)
    async with lock:
        print(await asyncio.create_task(child()), await future)
    asyncio.get_running_loop().call_soon(divmod, 1, 0)
    failed = asyncio.futures._PyFuture()
    failed.set_exception(ValueError("set"))
    print(repr(failed.exception()))
    await asyncio.sleep(0)

def hook(event, args):
    if event == {refused!r} and may:
        raise RuntimeError("refused")

may = True
sys.addaudithook(hook)
loop = asyncio.new_event_loop()
loop.set_exception_handler(lambda loop, context: print(repr(context["exception"])))
loop.run_until_complete(main())
loop.close()
may = False
"""


@pytest.mark.turns("refused", ["sys._getframe", "object.__getattr__"])
def test_where_an_audit_hook_refuses_events_are_lost_and_the_program_goes_on(
    record, version, refused
):
    source = AUDITED.format(refused=refused)
    command = [interpreters()[version], "-c", source]
    plain = subprocess.run(command, capture_output=True, text=True, check=False)
    one = record(source)
    assert (one.out, one.status) == (plain.stdout, plain.returncode)
    assert one.document["lost"] > 0


def test_every_module_of_the_recorder_has_the_built_in_names_to_itself():
    alone = {"__init__", "__main__", "command", "own"}
    for file in sorted((ROOT / "scripts/recorder").glob("*.py")):
        says = "\n__builtins__ = BUILTINS\n" in file.read_text(encoding="utf-8")
        assert says or file.stem in alone, file.name
