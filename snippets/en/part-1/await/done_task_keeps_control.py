import asyncio


async def coro_a():
    return "a"


async def coro_b():
    print("b")


async def main():
    task_a = asyncio.create_task(coro_a())
    await task_a
    future = asyncio.get_running_loop().create_future()
    future.set_result("f")
    task_b = asyncio.create_task(coro_b())
    print(await task_a)
    print(await future)
    print(await task_a)
    await task_b


if __name__ == "__main__":
    asyncio.run(main())
