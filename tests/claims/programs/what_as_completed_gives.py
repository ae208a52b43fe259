"""as_completed: coroutines that do not say whose result they give; tasks to async for (3.13)."""

import asyncio
import sys


async def give(number, go):
    await go.wait()
    return number


async def main():
    first, second = asyncio.Event(), asyncio.Event()
    tasks = [asyncio.create_task(give(1, first)), asyncio.create_task(give(2, second))]
    second.set()
    for next_one in asyncio.as_completed(tasks):
        print(asyncio.iscoroutine(next_one), await next_one, [task.done() for task in tasks])
        first.set()
    if sys.version_info >= (3, 13):
        async for task in asyncio.as_completed(tasks):
            print(task in tasks)


asyncio.run(main())
