"""The sleep with a timer, awaited directly, hands over control."""

import asyncio


async def async_sleep(seconds):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(seconds, future.set_result, None)
    await future


async def other_work(number):
    print(number)


async def main():
    work = [asyncio.create_task(other_work(n)) for n in (1, 2, 3)]
    print("begin")
    await async_sleep(0.1)
    print("done")
    for task in work:
        await task


asyncio.run(main())
