import asyncio


async def tick():
    for _ in range(3):
        await asyncio.sleep(0)
        print("tick")


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.8, future.set_result, 42)
    ticker = asyncio.create_task(tick())
    print(await future)
    await ticker


asyncio.run(main())
