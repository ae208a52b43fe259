"""How often the loop ticks while a thread is in one call. Nobody may ask for the lock, so that what
runs before the call and behind it keeps it too."""

import asyncio
import math
import sys
import time

ticks = 0


def during(function, argument):
    before = ticks
    function(argument)
    return ticks - before


async def tick():
    global ticks
    while True:
        await asyncio.sleep(0.01)
        ticks += 1


async def main():
    ticker = asyncio.create_task(tick())
    sys.setswitchinterval(60)
    print("factorial:", await asyncio.to_thread(during, math.factorial, 120_000))
    print("sleep:", await asyncio.to_thread(during, time.sleep, 0.3) > 0)
    ticker.cancel()


asyncio.run(main())
