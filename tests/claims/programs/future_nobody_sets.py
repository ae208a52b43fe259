import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    await asyncio.wait([future], timeout=0.3)
    print(future)


asyncio.run(main())
