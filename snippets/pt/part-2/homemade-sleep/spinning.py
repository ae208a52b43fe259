import asyncio
import time

wakeups = 0


class YieldToEventLoop:
    def __await__(self):
        yield


async def _sleep_watcher(future, wake_at):
    global wakeups
    while time.monotonic() < wake_at:
        await YieldToEventLoop()
        wakeups += 1
    future.set_result(None)


async def async_sleep(seconds):
    future = asyncio.get_running_loop().create_future()
    wake_at = time.monotonic() + seconds
    watcher = asyncio.create_task(_sleep_watcher(future, wake_at))
    await future
    await watcher


async def main():
    wall, cpu = time.monotonic(), time.process_time()
    await async_sleep(0.2)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    print(f"dormiu por {wall * 1000:.0f} ms")
    print(f"tempo de CPU: {cpu * 1000:.0f} ms")
    print(f"despertares: {wakeups}")


if __name__ == "__main__":
    asyncio.run(main())
