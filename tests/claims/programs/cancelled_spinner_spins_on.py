"""Cancelling the first async_sleep does not stop its watcher."""

import asyncio
import time

looks = 0


class YieldToEventLoop:
    def __await__(self):
        yield


async def _sleep_watcher(future, wake_at):
    global looks
    while time.monotonic() < wake_at:
        await YieldToEventLoop()
        looks += 1
    future.set_result(None)


async def async_sleep(seconds):
    future = asyncio.get_running_loop().create_future()
    wake_at = time.monotonic() + seconds
    watcher = asyncio.create_task(_sleep_watcher(future, wake_at))
    await future
    await watcher


def report(loop, context):
    print(context["message"], repr(context["exception"]))


async def main():
    asyncio.get_running_loop().set_exception_handler(report)
    sleeper = asyncio.create_task(async_sleep(1))
    while not looks:
        await asyncio.sleep(0)
    sleeper.cancel()
    await asyncio.sleep(0)
    before = looks
    while len(asyncio.all_tasks()) > 1:
        await asyncio.sleep(0.05)
    print("looked on:", looks > before)


asyncio.run(main())
