"""Two tasks that await one shield together, and two with a shield each; one is cancelled."""

import asyncio


async def wait(shield):
    return await shield


async def cancel_one(first, second, future):
    tasks = [asyncio.create_task(wait(shield)) for shield in (first, second)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.sleep(0)
    future.set_result(42)
    print(*[type(each).__name__ for each in await asyncio.gather(*tasks, return_exceptions=True)])


async def main():
    future = asyncio.get_running_loop().create_future()
    shared = asyncio.shield(future)
    await cancel_one(shared, shared, future)
    future = asyncio.get_running_loop().create_future()
    await cancel_one(asyncio.shield(future), asyncio.shield(future), future)


asyncio.run(main())
