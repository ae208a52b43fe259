import asyncio


async def hello():
    await asyncio.sleep(0)
    print("olá!")


async def main():
    asyncio.create_task(hello())
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
