import asyncio
import time


async def main():
    try:
        async with asyncio.timeout(0.01):
            time.sleep(0.05)
            print("awake")
            await asyncio.sleep(1)
            print("goes on")
    except TimeoutError:
        print("too late")


asyncio.run(main())
