"""One task that is enough for a deadlock: it holds the lock that it waits for."""

import asyncio


async def main():
    lock = asyncio.Lock()
    async with lock:
        try:
            await asyncio.wait_for(lock.acquire(), 0.1)
        except TimeoutError:
            print("never")


asyncio.run(main())
