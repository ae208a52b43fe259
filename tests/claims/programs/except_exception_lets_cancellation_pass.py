import asyncio


async def careless():
    try:
        await asyncio.sleep(10)
    except Exception:
        print("caught")


async def main():
    task = asyncio.create_task(careless())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled())


asyncio.run(main())
