import asyncio

count = 0


async def bump():
    global count
    count += 1


async def numbers():
    before = count
    yield 7
    print(f"numbers: count was {before}, now it is {count}")


async def main():
    task = asyncio.create_task(bump())
    async for number in numbers():
        print(f"main: got {number}, going to pause")
        await asyncio.sleep(0)
    await task


if __name__ == "__main__":
    asyncio.run(main())
