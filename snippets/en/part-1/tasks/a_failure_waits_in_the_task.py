import asyncio


async def fail():
    raise ValueError


async def main():
    task = asyncio.create_task(fail())
    try:
        await asyncio.sleep(0)
        print("over:", task.done())
        await task
    except ValueError:
        print("caught")


asyncio.run(main())
