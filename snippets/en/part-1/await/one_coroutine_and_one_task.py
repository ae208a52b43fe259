import asyncio


async def walk(name):
    print(name, 1)
    await asyncio.sleep(0)
    print(name, 2)


async def main():
    task = asyncio.create_task(walk("a"))
    await walk("b")
    await task


asyncio.run(main())
