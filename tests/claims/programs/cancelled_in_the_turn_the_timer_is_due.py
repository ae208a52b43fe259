"""Cancellation and timer due in one turn: finally alone comes too late."""

import asyncio
import time


def guarded(future):
    if not future.done():
        future.set_result(None)


def unguarded(future):
    future.set_result(None)


async def async_sleep(seconds, wake):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(seconds, wake, future)
    try:
        await future
    finally:
        timer.cancel()


def report(loop, context):
    print(repr(context["exception"]))


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report)
    for wake in (unguarded, guarded):
        print(wake.__name__)
        sleeper = asyncio.create_task(async_sleep(0.65, wake))
        loop.call_later(0.6, sleeper.cancel)
        await asyncio.sleep(0)
        time.sleep(0.8)  # now both timers are past due
        await asyncio.sleep(0.01)
        print(sleeper.cancelled())


asyncio.run(main())
