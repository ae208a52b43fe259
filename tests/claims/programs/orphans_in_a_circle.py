"""Two tasks, each waiting for an item of a queue that only the other can fill."""

import asyncio
import gc


async def speaker(mine, other):
    try:
        await mine.get()
        await other.put("answer")
    finally:
        print("finally")


async def main():
    one, two = asyncio.Queue(), asyncio.Queue()
    asyncio.create_task(speaker(one, two))
    asyncio.create_task(speaker(two, one))
    del one, two
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0.05)
    gc.collect()
    print("tasks", len(asyncio.all_tasks()))


asyncio.run(main())
