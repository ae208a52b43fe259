"""How long each sleep lets the loop wait in its selector, turn by turn."""

import asyncio
import selectors
import time

waits = []


class Selector(selectors.DefaultSelector):
    def select(self, timeout=None):
        waits.append(timeout)
        return super().select(timeout)


class YieldToEventLoop:
    def __await__(self):
        yield


async def spinning_sleep(seconds):
    wake_at = time.monotonic() + seconds
    while time.monotonic() < wake_at:
        await YieldToEventLoop()


async def timer_sleep(seconds):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(seconds, future.set_result, None)
    await future


async def main():
    for sleep in (spinning_sleep, timer_sleep):
        waits.clear()
        await sleep(0.2)
        long = sum(1 for timeout in waits if timeout > 0.01)
        print(sleep.__name__, len(waits), long)


def new_loop():
    return asyncio.SelectorEventLoop(Selector())


with asyncio.Runner(loop_factory=new_loop) as runner:
    runner.run(main())
