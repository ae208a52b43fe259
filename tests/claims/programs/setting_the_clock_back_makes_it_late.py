"""Two sleeps of 0.2 s by clocks, one of which is set back by 0.4 s while they last."""

import asyncio
import time

clock_set_by = 0


def wall_clock():
    return time.monotonic() + clock_set_by


async def main():
    global clock_set_by
    for clock in (time.monotonic, wall_clock):
        start = time.monotonic()
        wake_at = clock() + 0.2
        clock_set_by -= 0.4
        while clock() < wake_at:
            await asyncio.sleep(0.01)
        print(clock.__name__, time.monotonic() - start >= 0.6)


asyncio.run(main())
