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


async def other_work(number):
    print("outro serviço", number)


async def main():
    work = [asyncio.create_task(other_work(n)) for n in (1, 2, 3)]
    print(time.strftime("%H:%M:%S"), "começo")
    await async_sleep(3)
    print(time.strftime("%H:%M:%S"), "fim")
    for task in work:
        await task


if __name__ == "__main__":
    asyncio.run(main())
