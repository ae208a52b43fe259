"""The task that waits for others, in each of the ways, is cancelled. What of the others?"""

import asyncio


async def work(cleaning):
    try:
        await asyncio.sleep(20)
    finally:
        await cleaning.wait()


async def group(cleaning):
    async with asyncio.TaskGroup() as tasks:
        made = [tasks.create_task(work(cleaning)) for _ in range(2)]
        working.extend(made)


async def gather(cleaning):
    working.extend(asyncio.create_task(work(cleaning)) for _ in range(2))
    await asyncio.gather(*working)


async def gather_returning(cleaning):
    working.extend(asyncio.create_task(work(cleaning)) for _ in range(2))
    await asyncio.gather(*working, return_exceptions=True)


async def as_completed(cleaning):
    working.extend(asyncio.create_task(work(cleaning)) for _ in range(2))
    for next_one in asyncio.as_completed(working):
        await next_one


async def wait(cleaning):
    working.extend(asyncio.create_task(work(cleaning)) for _ in range(2))
    await asyncio.wait(working)


async def main():
    for way in group, gather, gather_returning, as_completed, wait:
        working.clear()
        cleaning = asyncio.Event()
        waiter = asyncio.create_task(way(cleaning))
        await asyncio.sleep(0.02)
        waiter.cancel()
        for _ in range(10):
            await asyncio.sleep(0)
        asked = [task.cancelling() for task in working]
        print(way.__name__, "asked:", asked, "waiter done:", waiter.done())
        cleaning.set()
        for task in working:
            task.cancel()
        await asyncio.wait([waiter, *working])


working = []
asyncio.run(main())
