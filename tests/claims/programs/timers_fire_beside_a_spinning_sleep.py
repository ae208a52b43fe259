"""A spinning sleep keeps a core busy, yet timers still fire on time."""

import asyncio
import time


class YieldToEventLoop:
    def __await__(self):
        yield


async def main():
    loop = asyncio.get_running_loop()
    start = time.monotonic()
    loop.call_later(0.05, print, "timer")
    while time.monotonic() < start + 0.3:
        await YieldToEventLoop()
    print("spin")


asyncio.run(main())
