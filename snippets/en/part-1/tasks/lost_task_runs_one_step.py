import asyncio


async def hello():
    print("hello!")


async def main():
    asyncio.create_task(hello())
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
