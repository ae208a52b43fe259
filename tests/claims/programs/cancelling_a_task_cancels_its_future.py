import asyncio


async def waiter(future):
    await future


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(0)
    task.cancel()
    print(future.cancelled(), task.done())
    await asyncio.wait([task])
    print(future.cancelled(), task.cancelled())


asyncio.run(main())
