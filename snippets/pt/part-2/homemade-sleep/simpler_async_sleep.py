import asyncio
import time

wakeups = 0


class YieldToEventLoop:
    def __await__(self):
        yield


async def simpler_async_sleep(seconds):
    global wakeups
    wake_at = time.monotonic() + seconds
    while time.monotonic() < wake_at:
        await YieldToEventLoop()
        wakeups += 1


async def main():
    wall, cpu = time.monotonic(), time.process_time()
    await simpler_async_sleep(0.2)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    print(f"dormiu por {wall * 1000:.0f} ms")
    print(f"tempo de CPU: {cpu * 1000:.0f} ms")
    print(f"despertares: {wakeups}")


if __name__ == "__main__":
    asyncio.run(main())
