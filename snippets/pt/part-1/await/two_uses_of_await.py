import asyncio


async def add(a, b):
    await asyncio.sleep(0.1)
    return a + b


async def main():
    coroutine = add(1, 2)
    print("corrotina:", await coroutine)
    task = asyncio.create_task(add(3, 4))
    print("tarefa:", await task)


if __name__ == "__main__":
    asyncio.run(main())
