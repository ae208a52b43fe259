import asyncio
from time import perf_counter


async def dive(depth):
    if depth > 1:
        return await dive(depth - 1)
    best = 1.0
    for _ in range(20):
        start = perf_counter()
        for _ in range(200):
            await asyncio.sleep(0)
        best = min(best, (perf_counter() - start) / 200)
    return best * 1e9


async def main():
    shallow = await dive(1)
    deep = await dive(101)
    frame = (deep - shallow) / 100
    print(f"one pause, 1 frame: {shallow:.0f} ns")
    print(f"one pause, 101 frames: {deep:.0f} ns")
    print(f"each further frame: {frame:.1f} ns")
    print(f"one pause costs as much as {shallow / frame:.0f} frames")


if __name__ == "__main__":
    asyncio.run(main())
