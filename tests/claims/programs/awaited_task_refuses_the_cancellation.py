import asyncio


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return 42


async def waiter(task):
    return await task


async def main():
    inner = asyncio.create_task(stubborn())
    outer = asyncio.create_task(waiter(inner))
    await asyncio.sleep(0)
    outer.cancel()
    await asyncio.wait([outer])
    print(outer.result(), outer.cancelled())


asyncio.run(main())
