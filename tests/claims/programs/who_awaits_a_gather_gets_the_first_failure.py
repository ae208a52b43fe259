"""Who awaits a ``gather`` is cancelled, and one of the tasks fails as it cleans up."""

import asyncio


async def fail():
    try:
        await asyncio.sleep(20)
    finally:
        raise ValueError("the door is stuck")


async def work():
    try:
        await asyncio.sleep(20)
    finally:
        await asyncio.sleep(0.01)
        print("cleaned up")


async def main():
    tasks = [asyncio.create_task(fail()), asyncio.create_task(work())]
    waiter = asyncio.create_task(wait_for(tasks))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.wait([waiter])
    print(repr(waiter.exception()))
    await asyncio.wait(tasks)


async def wait_for(tasks):
    await asyncio.gather(*tasks)


asyncio.run(main())
