"""What several wait for, when one of them gives up: is it cancelled, and the other waiter?"""

import asyncio


async def work():
    await asyncio.sleep(10)


async def wait(future):
    await future


async def one_is_cancelled(shared):
    task = asyncio.create_task(wait(shared))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])


async def wait_for(shared):
    try:
        await asyncio.wait_for(shared, 0.01)
    except TimeoutError:
        pass


async def only_wait(shared):
    await asyncio.wait([shared], timeout=0.01)


async def main():
    for give_up in one_is_cancelled, wait_for, only_wait:
        for shared in asyncio.create_task(work()), asyncio.get_running_loop().create_future():
            other = asyncio.create_task(wait(shared))
            await asyncio.sleep(0)
            await give_up(shared)
            await asyncio.sleep(0)
            print(give_up.__name__, shared.cancelled(), other.cancelled())


asyncio.run(main())
