"""main ends before the timer of a cancelled sleep is due: nothing is said."""

import asyncio


async def async_sleep(seconds):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(seconds, future.set_result, None)
    await future


async def main():
    sleeper = asyncio.create_task(async_sleep(0.4))
    await asyncio.sleep(0.05)
    sleeper.cancel()
    await asyncio.sleep(0)
    print("timers left:", len(asyncio.get_running_loop()._scheduled))


asyncio.run(main())
