"""asyncio.sleep cancels its timer when it is cancelled itself."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    sleeper = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0.05)
    print("timers before:", len(loop._scheduled))
    sleeper.cancel()
    await asyncio.sleep(0)
    print("not cancelled after:", sum(not t.cancelled() for t in loop._scheduled))


asyncio.run(main())
