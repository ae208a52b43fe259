import asyncio


async def hello():
    print("hello!")


async def main():
    asyncio.create_task(hello())
    loop = asyncio.get_running_loop()
    job = loop._ready[-1]
    task = job._callback.__self__
    print("the job holds:", type(task).__name__)
    print("made from:", task.get_coro().__name__)


if __name__ == "__main__":
    asyncio.run(main())
