import asyncio


async def hello():
    print("olá!")


async def main():
    asyncio.create_task(hello())
    loop = asyncio.get_running_loop()
    job = loop._ready[-1]
    task = job._callback.__self__
    print("o trabalho guarda:", type(task).__name__)
    print("criada a partir de:", task.get_coro().__name__)


if __name__ == "__main__":
    asyncio.run(main())
