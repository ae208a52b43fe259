"""A semaphore: who finds room does not pause, the others enter in the order in which they came."""

import asyncio


async def note():
    print("another task runs")


async def enter(number, semaphore):
    async with semaphore:
        print("enters:", number)
        await asyncio.sleep(0)


async def main():
    semaphore = asyncio.Semaphore(2)
    task = asyncio.create_task(note())
    await semaphore.acquire()
    await semaphore.acquire()
    print("two are in")
    tasks = [asyncio.create_task(enter(number, semaphore)) for number in range(4)]
    await asyncio.sleep(0)
    semaphore.release()
    await asyncio.wait([task, *tasks])


asyncio.run(main())
