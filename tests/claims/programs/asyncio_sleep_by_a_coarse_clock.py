"""``asyncio.sleep`` where the clock of the loop is said to tell 10 seconds at most."""

import asyncio
import time


async def spin():
    while True:
        await asyncio.sleep(0)


async def main():
    asyncio.get_running_loop()._clock_resolution = 10
    spinner = asyncio.create_task(spin())
    began = time.monotonic()
    await asyncio.sleep(5)
    print("less than it was told:", time.monotonic() - began < 5)
    spinner.cancel()


asyncio.run(main())
