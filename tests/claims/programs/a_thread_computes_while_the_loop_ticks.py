"""A thread computes in Python until the loop has ticked five times."""

import asyncio

ticks = 0


def compute():
    number = 1
    while ticks < 5:
        number = number * 3 % 1_000_003


async def tick():
    global ticks
    while True:
        await asyncio.sleep(0.01)
        ticks += 1


async def main():
    ticker = asyncio.create_task(tick())
    await asyncio.to_thread(compute)
    print("ticked meanwhile:", ticks >= 5)
    ticker.cancel()


asyncio.run(main())
