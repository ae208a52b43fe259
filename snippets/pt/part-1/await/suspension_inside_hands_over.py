import asyncio


async def coro_c():
    print("c1")
    await asyncio.sleep(0)
    print("c2")


async def coro_b():
    print("b")


async def main():
    task_b = asyncio.create_task(coro_b())
    for _ in range(3):
        await coro_c()
    await task_b


if __name__ == "__main__":
    asyncio.run(main())
