"""Recording keeps nothing alive: what is collected, and when, is as in a plain run."""

from __future__ import annotations

import subprocess

from recorder.events import Gone
from runs.interpreters import interpreters

SOURCE = """\
import asyncio
import gc
import weakref

gone = []


class Noted:
    def __init__(self, name):
        self.ref = weakref.ref(self, lambda _: gone.append(name))


async def work(name):
    noted = Noted(name)
    await asyncio.sleep(0)
    return noted


async def fails(name):
    noted = Noted(name)
    raise KeyError(noted)


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work("result"))
    result = await task
    print(gone)
    del result
    print(gone)
    del task
    print(gone)
    loop.call_soon(lambda noted: None, Noted("argument"))
    await asyncio.sleep(0)
    print(gone)
    future = loop.create_future()
    future.set_result(Noted("future"))
    del future
    print(gone)
    noted = Noted("variable")
    noted = None
    print(gone)
    asyncio.create_task(work("lost"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(gone)
    timer = loop.call_later(60, print, Noted("timer"))
    timer.cancel()
    print(gone)
    try:
        await fails("failure")
    except KeyError:
        pass
    gc.collect()
    print(gone)


asyncio.run(main())
print(gone)
"""


def test_objects_end_when_they_would(record, tmp_path):
    recorded = record(SOURCE)
    plain = subprocess.run(
        [interpreters()[recorded.version], str(tmp_path / "shown.py")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert recorded.out.splitlines() == plain.stdout.splitlines()
    assert recorded.out.splitlines()[-1].count("'") == 2 * 7


ORPHAN = """\
import asyncio, gc

async def wait():
    await asyncio.Event().wait()

async def main():
    asyncio.create_task(wait())
    await asyncio.sleep(0)
    gc.collect()

asyncio.run(main())
"""


def test_a_task_that_is_collected_unfinished_is_told(record):
    told = record(ORPHAN).told
    assert [event.task for event in told if isinstance(event, Gone)] == ["t2"]
