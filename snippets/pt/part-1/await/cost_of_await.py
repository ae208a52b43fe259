import asyncio
from time import perf_counter


async def nothing():
    pass


async def main():
    direct = wrapped = 1.0
    for _ in range(50):
        start = perf_counter()
        for _ in range(1000):
            await nothing()
        direct = min(direct, perf_counter() - start)

        start = perf_counter()
        for _ in range(100):
            await asyncio.create_task(nothing())
        wrapped = min(wrapped, 10 * (perf_counter() - start))

    print(f"await corrotina: {direct * 1000:.3f} µs")
    print(f"await create_task: {wrapped * 1000:.2f} µs")
    print(f"{wrapped / direct:.0f} vezes")


if __name__ == "__main__":
    asyncio.run(main())
