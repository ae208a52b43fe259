import asyncio


async def clean_up():
    try:
        await asyncio.sleep(10)
    finally:
        print("cleaning up")
        await asyncio.sleep(10)
        print("cleaned up")


async def main():
    task = asyncio.create_task(clean_up())
    for _ in range(2):
        await asyncio.sleep(0)
        task.cancel()
    await asyncio.wait([task])
    print(task.cancelled())


asyncio.run(main())
