"""loop.time() is the monotonic clock."""

import asyncio
import time


async def main():
    before = time.monotonic()
    now = asyncio.get_running_loop().time()
    after = time.monotonic()
    print(before <= now <= after)


asyncio.run(main())
