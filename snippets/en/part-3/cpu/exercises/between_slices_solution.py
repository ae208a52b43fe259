import asyncio


async def add_up():
    total = 0
    for first in (0, 20_000, 40_000):
        total += sum(range(first, first + 20_000))
        await asyncio.sleep(0)
    return total


async def tick():
    for number in (1, 2, 3):
        print(f"tick {number}")
        await asyncio.sleep(0)


async def main():
    ticker = asyncio.create_task(tick())
    print(f"sum: {await add_up()}")
    await ticker


if __name__ == "__main__":
    asyncio.run(main())
