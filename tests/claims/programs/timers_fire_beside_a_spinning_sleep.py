"""A spinning sleep keeps a core busy, yet timers still fire on time."""

import asyncio


class YieldToEventLoop:
    def __await__(self):
        yield


async def main():
    loop = asyncio.get_running_loop()
    due = []
    loop.call_later(0.05, due.append, "timer")
    while not due:
        await YieldToEventLoop()
    print(*due, "spin")


asyncio.run(main())
