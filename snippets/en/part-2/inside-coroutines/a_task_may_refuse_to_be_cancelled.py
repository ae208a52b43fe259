import asyncio


async def nap():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return "nap"


async def main():
    task = asyncio.create_task(nap())
    await asyncio.sleep(0)
    print(task.cancel(), task.cancelled())
    await asyncio.wait([task])
    print(task.done(), task.cancelled())


asyncio.run(main())
