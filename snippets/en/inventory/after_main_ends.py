import asyncio


async def job():
    await asyncio.sleep(1)
    print("task")


async def main():
    asyncio.create_task(job())
    print("main")


asyncio.run(main())
print("the end")
