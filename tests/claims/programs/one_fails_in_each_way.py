"""One of two tasks fails, in each way to wait for both. What comes, and what of the other then?"""

import asyncio


async def fail():
    raise ValueError("burnt")


async def other(go):
    await go.wait()
    return "other"


async def gather(tasks):
    return await asyncio.gather(*tasks)


async def gather_returning(tasks):
    return await asyncio.gather(*tasks, return_exceptions=True)


async def as_completed(tasks):
    return [await next_one for next_one in asyncio.as_completed(tasks)]


async def wait(tasks):
    done, pending = await asyncio.wait(tasks, timeout=0.05)
    return f"done {len(done)} pending {len(pending)}"


async def main():
    for way in gather, gather_returning, as_completed, wait:
        go = asyncio.Event()
        tasks = [asyncio.create_task(fail()), asyncio.create_task(other(go))]
        if way is gather_returning:
            asyncio.get_running_loop().call_later(0.05, go.set)
        try:
            said = await way(tasks)
        except ValueError as error:
            said = repr(error)
        print(way.__name__, said, "| other done:", tasks[1].done())
        go.set()
        print("then:", await tasks[1])
        tasks[0].exception()


asyncio.run(main())
