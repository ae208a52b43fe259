"""The first async_sleep, whose watcher forgets to set the future."""

import asyncio
import time


async def forgetful_watcher(wake_at):
    while time.monotonic() < wake_at:
        await asyncio.sleep(0)


async def async_sleep(seconds):
    future = asyncio.get_running_loop().create_future()
    wake_at = time.monotonic() + seconds
    watcher = asyncio.create_task(forgetful_watcher(wake_at))
    await future
    await watcher


async def main():
    sleeper = asyncio.create_task(async_sleep(0.1))
    await asyncio.sleep(0.5)
    print(sleeper.done())


asyncio.run(main())
