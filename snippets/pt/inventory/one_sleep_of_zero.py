import asyncio


async def count():
    for number in 1, 2, 3:
        print(number)
        await asyncio.sleep(0)


async def main():
    task = asyncio.create_task(count())
    await asyncio.sleep(0)
    print("main")
    await task


asyncio.run(main())
