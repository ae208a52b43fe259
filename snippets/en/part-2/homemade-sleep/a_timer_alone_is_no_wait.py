import asyncio


def ring(future):
    print("ring")
    future.set_result(None)
    print("set")


async def pause(future):
    asyncio.get_running_loop().call_later(0.05, ring, future)


async def main():
    future = asyncio.get_running_loop().create_future()
    await pause(future)
    print("paused")
    await future
    print("awake")


asyncio.run(main())
