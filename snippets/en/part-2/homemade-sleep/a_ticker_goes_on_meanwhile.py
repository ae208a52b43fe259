import asyncio
import time


class YieldToEventLoop:
    def __await__(self):
        yield


async def _sleep_watcher(future, wake_at):
    while time.monotonic() < wake_at:
        await YieldToEventLoop()
    future.set_result(None)


async def async_sleep(seconds):
    future = asyncio.get_running_loop().create_future()
    wake_at = time.monotonic() + seconds
    watcher = asyncio.create_task(_sleep_watcher(future, wake_at))
    await future
    await watcher


async def tick(ticks):
    while True:
        ticks.append("tick")
        await asyncio.sleep(0.1)


async def main():
    ticks = []
    ticker = asyncio.create_task(tick(ticks))
    await async_sleep(0.5)
    print("ticks during the sleep:", len(ticks))
    ticker.cancel()


if __name__ == "__main__":
    asyncio.run(main())
