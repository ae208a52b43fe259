import asyncio


async def waiter(name, future):
    try:
        print(f"{name}: {await future}")
    except asyncio.CancelledError:
        print(f"{name}: CancelledError")
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    first = asyncio.create_task(waiter("first", future))
    second = asyncio.create_task(waiter("second", future))
    await asyncio.sleep(0)
    first.cancel()
    print(f"main: future cancelled: {future.cancelled()}")
    await asyncio.wait([first])
    if not future.done():
        future.set_result(42)
    await asyncio.wait([second])


if __name__ == "__main__":
    asyncio.run(main())
