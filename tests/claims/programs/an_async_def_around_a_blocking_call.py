"""A blocking call in a coroutine that is awaited."""

import asyncio
import time


async def query():
    time.sleep(0.1)
    return 16


async def other():
    print("another task runs")


async def main():
    task = asyncio.create_task(other())
    print("answer:", await query())
    await task


asyncio.run(main())
