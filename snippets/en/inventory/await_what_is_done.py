import asyncio


async def tick():
    print("tick")


async def main():
    ready = asyncio.get_running_loop().create_future()
    ready.set_result("result")
    task = asyncio.create_task(tick())
    print(await ready)
    print("main")
    await task


asyncio.run(main())
