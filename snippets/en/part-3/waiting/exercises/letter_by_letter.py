import asyncio


async def write(letters):
    for number in (1, 2, 3):
        await letters.put(number)
        print(f"wrote letter {number}")


async def read(letters):
    for _ in range(3):
        print(f"read letter {await letters.get()}")


async def main():
    letters = asyncio.Queue()
    await asyncio.gather(write(letters), read(letters))


if __name__ == "__main__":
    asyncio.run(main())
