import asyncio


async def hello():
    print("olá!")


async def main():
    asyncio.create_task(hello())
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
