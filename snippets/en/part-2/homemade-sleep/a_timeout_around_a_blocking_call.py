import asyncio
import time


async def main():
    try:
        async with asyncio.timeout(0.01):
            time.sleep(0.05)
            print("slept")
    except TimeoutError:
        print("too late")
    else:
        print("in time")


asyncio.run(main())
