import asyncio

count = 0


async def bump():
    global count
    count += 1


async def numbers():
    before = count
    yield 7
    print(f"numbers: count era {before}, agora é {count}")


async def main():
    task = asyncio.create_task(bump())
    async for number in numbers():
        print(f"main: recebi {number}, vou pausar")
        await asyncio.sleep(0)
    await task


if __name__ == "__main__":
    asyncio.run(main())
