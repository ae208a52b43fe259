"""What is handed to a pool of processes, and what comes back."""

import asyncio
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pickle import PicklingError


async def main(pool):
    loop = asyncio.get_running_loop()
    print("processes before:", len(multiprocessing.active_children()))
    first = loop.run_in_executor(pool, os.getpid)
    print("behind the call:", len(multiprocessing.active_children()))
    print("a future:", isinstance(first, asyncio.Future))
    print("here:", await first == os.getpid())
    print("used again:", await loop.run_in_executor(pool, os.getpid) == await first)
    try:
        await loop.run_in_executor(pool, lambda: 1)
    except (PicklingError, AttributeError):
        print("a lambda is refused")


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as pool:
        asyncio.run(main(pool))
