import asyncio


async def wait_for_it(future):
    print("waiter:", await future)


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(wait_for_it(future))
    await asyncio.sleep(0)
    future.set_result(42)
    print("main: set")
    print("main:", await future)
    await task


asyncio.run(main())
