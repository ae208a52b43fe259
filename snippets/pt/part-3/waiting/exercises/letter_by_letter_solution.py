import asyncio


async def write(letters):
    for number in (1, 2, 3):
        await letters.put(number)
        print(f"carta escrita: {number}")


async def read(letters):
    for _ in range(3):
        print(f"carta lida: {await letters.get()}")


async def main():
    letters = asyncio.Queue(maxsize=1)
    await asyncio.gather(write(letters), read(letters))


if __name__ == "__main__":
    asyncio.run(main())
