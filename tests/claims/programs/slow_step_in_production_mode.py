"""The same step of 0.3 s without debug mode: nothing is logged; and the limit that applies."""

import asyncio
import time


async def main():
    print(asyncio.get_running_loop().slow_callback_duration)
    time.sleep(0.3)


asyncio.run(main())
