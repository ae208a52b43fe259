"""One C call in a thread that has an interpreter of its own (3.14), while the loop ticks."""

import asyncio
import math
import sys
import time


async def tick(gaps):
    while True:
        begin = time.perf_counter()
        await asyncio.sleep(0.01)
        gaps.append(time.perf_counter() - begin)


async def main(pool):
    gaps = []
    ticker = asyncio.create_task(tick(gaps))
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, abs, -1)  # the interpreter has begun
    gaps.clear()
    begin = time.perf_counter()
    await loop.run_in_executor(pool, math.factorial, 120_000)
    took = time.perf_counter() - begin
    await asyncio.sleep(0.02)
    ticker.cancel()
    print("stood still:", max(gaps) > took / 2)


if sys.version_info >= (3, 14):
    from concurrent.futures import InterpreterPoolExecutor

    with InterpreterPoolExecutor(max_workers=1) as pool:
        asyncio.run(main(pool))
