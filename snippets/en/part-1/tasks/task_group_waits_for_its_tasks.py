import asyncio


async def hello():
    await asyncio.sleep(0.3)
    print("hello!")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(hello())
        print("the block ends")
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
