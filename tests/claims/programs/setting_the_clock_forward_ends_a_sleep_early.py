"""A sleep by a clock that is set forward while it lasts."""

import asyncio
import time

clock_set_by = 0


def wall_clock():
    return time.monotonic() + clock_set_by


def set_clock_forward():
    global clock_set_by
    clock_set_by = 3600


async def main():
    asyncio.get_running_loop().call_later(0.1, set_clock_forward)
    start = time.monotonic()
    wake_at = wall_clock() + 5
    while wall_clock() < wake_at:
        await asyncio.sleep(0.01)
    print(time.monotonic() - start < 5)


asyncio.run(main())
