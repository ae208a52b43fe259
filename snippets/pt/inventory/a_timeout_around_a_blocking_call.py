import asyncio
import time


async def main():
    try:
        async with asyncio.timeout(0.01):
            time.sleep(0.05)
            print("acordou")
            await asyncio.sleep(1)
            print("continua")
    except TimeoutError:
        print("tarde demais")


asyncio.run(main())
