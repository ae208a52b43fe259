import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(future.set_result, 42)
    future.cancel()
    await asyncio.sleep(0)
    print("still here")


asyncio.run(main())
