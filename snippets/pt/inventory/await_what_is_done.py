import asyncio


async def tick():
    print("tique")


async def main():
    ready = asyncio.get_running_loop().create_future()
    ready.set_result("resultado")
    task = asyncio.create_task(tick())
    print(await ready)
    print("main")
    await task


asyncio.run(main())
