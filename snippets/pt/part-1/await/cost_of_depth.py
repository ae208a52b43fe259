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
    print(f"uma pausa, 1 quadro: {shallow:.0f} ns")
    print(f"uma pausa, 101 quadros: {deep:.0f} ns")
    print(f"cada quadro a mais: {frame:.1f} ns")
    print(f"uma pausa custa o mesmo que {shallow / frame:.0f} quadros")


if __name__ == "__main__":
    asyncio.run(main())
