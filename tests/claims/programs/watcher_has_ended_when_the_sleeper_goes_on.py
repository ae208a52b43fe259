"""The watcher of the first async_sleep is done before the sleeper resumes."""

import asyncio
import time


async def _sleep_watcher(future, wake_at):
    while time.monotonic() < wake_at:
        await asyncio.sleep(0)
    future.set_result(None)


async def main():
    future = asyncio.get_running_loop().create_future()
    wake_at = time.monotonic() + 0.05
    watcher = asyncio.create_task(_sleep_watcher(future, wake_at))
    await future
    print(watcher.done())


asyncio.run(main())
