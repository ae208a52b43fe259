"""Who awaits a ``gather`` is cancelled. For which of the tasks, as they clean up, does it wait?"""

import asyncio


async def work(cleaned):
    try:
        await asyncio.sleep(20)
    finally:
        await cleaned.wait()


async def turns():
    for _ in range(10):
        await asyncio.sleep(0)


async def main():
    for returning in False, True:
        doors = [asyncio.Event() for _ in range(2)]
        tasks = [asyncio.create_task(work(door)) for door in doors]

        async def serve(tasks=tasks, returning=returning):
            await asyncio.gather(*tasks, return_exceptions=returning)

        waiter = asyncio.create_task(serve())
        await turns()
        waiter.cancel()
        await turns()
        done = [waiter.done()]
        for door in doors:
            door.set()
            await turns()
            done.append(waiter.done())
        print("returning:" if returning else "raising:", *done)


asyncio.run(main())
