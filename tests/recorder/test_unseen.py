"""What a program can see of its own run is the same: names, reprs, tracebacks, debug messages."""

from __future__ import annotations

import re
import subprocess

import pytest
from made import ROOT
from runs.interpreters import interpreters

LOOKS = """\
import asyncio
import traceback


class Mine(asyncio.Task):
    pass


async def main():
    loop = asyncio.get_running_loop()
    task, future = asyncio.current_task(), loop.create_future()
    print(asyncio.Task, asyncio.Future, asyncio.Task.__name__, Mine, type(asyncio.Task).__name__)
    print(task, future, loop._ready, type(loop._ready), loop.call_later(60, print))
    print(isinstance(task, asyncio.Future), isinstance(future, asyncio.Task), vars(future))
    for item in task, future:
        try:
            item.nothing
        except AttributeError as error:
            print(error)
    print(repr(Mine(asyncio.sleep(0), name="mine", loop=loop)))
    print(await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2)), task._callbacks)
    for wrong in (
        lambda: asyncio.Task(3),
        lambda: loop.call_at(None, print),
        lambda: future.set_result(1) or future.set_result(2),
        lambda: future.set_exception(3),
    ):
        try:
            wrong()
        except Exception:
            traceback.print_exc()
    traceback.print_stack()
    loop.call_soon(future.set_result, 3)
    await asyncio.sleep(0)


asyncio.run(main())
asyncio.run(main(), debug=True)
"""
GROUP = """\
import asyncio


async def bad():
    await asyncio.sleep(0)
    raise ValueError("x")


async def main():
    asyncio.create_task(bad())
    await asyncio.sleep(0.01)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError as error:
        print(repr(error), repr(error.__cause__))
    async with asyncio.TaskGroup() as group:
        group.create_task(bad())


asyncio.run(main())
"""
UNAWAITED = """\
import asyncio


async def lost():
    pass


def forget():
    coroutine = lost()
    del coroutine
    print("forgotten")


lost()
forget()
"""
STOPPED = """\
import asyncio
import os
import signal

loop = asyncio.new_event_loop()
loop.call_later(0.05, os.kill, os.getpid(), signal.SIGINT)
loop.run_forever()
"""
HOOKS = """\
import atexit
import sys

atexit.register(print, "at the end")
sys.excepthook = lambda kind, error, tb: print("hooked", error)
raise KeyError(sys.argv, __name__, __file__[-8:], sorted(globals()))
"""
LOCALS = """\
import sys


def looks(a):
    seen = locals()
    b = a + 1
    print(sorted(seen), sorted(vars()), dir())
    return seen, eval("b"), sys._getframe().f_locals is not None


def keeps():
    here = locals()
    here["added"] = 1
    x = 2
    return sorted(here)


print(looks(1))
print(keeps())
exec("y = 3")
print(sorted(name for name in globals() if len(name) == 1))
"""
# Also what debug mode logs of steps, slow only where the machine is crowded.
VARIES = re.compile(
    r"0x[0-9a-f]+|when=[\d.]+|^Executing .* took .* seconds\n|\d+\.\d+ (?:ms|seconds)", re.MULTILINE
)


@pytest.mark.parametrize(
    "source",
    [LOOKS, GROUP, UNAWAITED, STOPPED, HOOKS, LOCALS],
    ids="looks group unawaited stopped hooks locals".split(),
)
def test_a_program_sees_nothing_of_the_recorder(tmp_path, version, source):
    file = tmp_path / "shown.py"
    file.write_text(source, encoding="utf-8")
    env = {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}

    def ran(*options):
        command = [interpreters()[version], *options, str(file)]
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        said = (VARIES.sub("", text) for text in (done.stdout, done.stderr))
        return done.returncode, *said

    assert ran("-m", "recorder", "-o", str(tmp_path / "out.json")) == ran()
