import asyncio
import time

wakeups = 0


def wake(future):
    global wakeups
    wakeups += 1
    future.set_result(None)


async def async_sleep(seconds):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(seconds, wake, future)
    await future


async def main():
    wall, cpu = time.monotonic(), time.process_time()
    await async_sleep(0.2)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    print(f"dormiu por {wall * 1000:.0f} ms")
    print(f"tempo de CPU: {cpu * 1000:.0f} ms")
    print(f"despertares: {wakeups}")


if __name__ == "__main__":
    asyncio.run(main())
