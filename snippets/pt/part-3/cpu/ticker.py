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
    print(f"o trabalho levou {1000 * took:.0f} ms")
    print(f"maior intervalo entre tiques: {1000 * gap:.0f} ms")
    print("o laço parou:", gap > took / 2)


if __name__ == "__main__":
    asyncio.run(watch(asyncio.sleep(0.3)))
