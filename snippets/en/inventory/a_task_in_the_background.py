import asyncio
import time


async def job():
    print("task")


async def main():
    task = asyncio.create_task(job())
    time.sleep(0.05)
    print("main")
    await task


asyncio.run(main())
