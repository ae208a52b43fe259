import asyncio
import time


async def greet():
    print("hello")


async def main():
    task = asyncio.create_task(greet())
    time.sleep(0.05)
    print("slept")
    await task
    print("awaited")


asyncio.run(main())
