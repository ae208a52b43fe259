import asyncio


async def coro_a():
    print("a")


async def coro_b():
    print("b")


async def main():
    task_b = asyncio.create_task(coro_b())
    for _ in range(3):
        await asyncio.create_task(coro_a())
    await task_b


if __name__ == "__main__":
    asyncio.run(main())
