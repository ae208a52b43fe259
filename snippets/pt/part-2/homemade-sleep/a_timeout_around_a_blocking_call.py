import asyncio
import time


async def main():
    try:
        async with asyncio.timeout(0.01):
            time.sleep(0.05)
            print("dormi")
    except TimeoutError:
        print("tarde demais")
    else:
        print("a tempo")


asyncio.run(main())
