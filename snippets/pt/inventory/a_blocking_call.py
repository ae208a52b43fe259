import asyncio
import time


async def blocking():
    print("A1")
    time.sleep(0.02)
    print("A2")


async def polite():
    print("B1")
    await asyncio.sleep(0)
    print("B2")


async def main():
    await asyncio.gather(blocking(), polite())


asyncio.run(main())
