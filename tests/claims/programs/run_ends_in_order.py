"""What ``asyncio.run`` does after ``main``: tasks, async generators, threads, the loop."""

import asyncio
import threading

ended = threading.Event()


async def task():
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(0.1)
        print("task")


async def numbers():
    try:
        yield 1
    finally:
        await asyncio.sleep(0.1)
        print("generator")
        ended.set()


def work():
    ended.wait()
    print("thread")


async def main(generator):
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, work)
    await anext(generator)
    loop.kept = asyncio.create_task(task())
    await asyncio.sleep(0)
    print("main")
    return loop


generator = numbers()
loop = asyncio.run(main(generator))
print("closed", loop.is_closed())
