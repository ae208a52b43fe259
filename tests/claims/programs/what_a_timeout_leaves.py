"""A timeout whose block ends in time cancels its timer; wait_for cancels what it waits for."""

import asyncio


async def sleeper():
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        print("sleeper cancelled")
        raise


async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(20):
        print("timers:", len(loop._scheduled))
    print("cancelled:", [handle.cancelled() for handle in loop._scheduled])
    try:
        await asyncio.wait_for(sleeper(), 0.05)
    except TimeoutError:
        print("TimeoutError")


asyncio.run(main())
