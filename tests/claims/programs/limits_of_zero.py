"""A limit of 0: how far does a coroutine get?"""

import asyncio


async def work(name):
    print(name, "begins")
    await asyncio.sleep(0)
    print(name, "goes on")


async def main():
    try:
        await asyncio.wait_for(work("wait_for"), 0)
    except TimeoutError:
        print("TimeoutError")
    try:
        async with asyncio.timeout(0):
            await work("timeout")
    except TimeoutError:
        print("TimeoutError")


asyncio.run(main())
