import asyncio


async def fail():
    raise ValueError


async def main():
    task = asyncio.create_task(fail())
    try:
        await asyncio.sleep(0)
        print("acabou:", task.done())
        await task
    except ValueError:
        print("capturada")


asyncio.run(main())
