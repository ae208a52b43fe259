import asyncio
import time


async def tick(gaps):
    while True:
        begin = time.perf_counter()
        await asyncio.sleep(0.01)
        gaps.append(time.perf_counter() - begin)


async def watch(work):
    gaps = []
    ticker = asyncio.create_task(tick(gaps))
    await asyncio.sleep(0.02)
    begin = time.perf_counter()
    await work
    took = time.perf_counter() - begin
    await asyncio.sleep(0.02)
    ticker.cancel()
    gap = max(gaps)
    print(f"the work took {1000 * took:.0f} ms")
    print(f"longest gap between ticks: {1000 * gap:.0f} ms")
    print("the loop stood still:", gap > took / 2)


if __name__ == "__main__":
    asyncio.run(watch(asyncio.sleep(0.3)))
