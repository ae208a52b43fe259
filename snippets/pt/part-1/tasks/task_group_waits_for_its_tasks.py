import asyncio


async def hello():
    await asyncio.sleep(0.3)
    print("olá!")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(hello())
        print("o bloco termina")
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
