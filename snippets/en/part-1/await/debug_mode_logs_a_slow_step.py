import asyncio
import time


async def hog():
    time.sleep(0.15)
    print("over 100 ms, and nothing is logged yet")
    time.sleep(0.15)


async def main():
    await asyncio.create_task(hog())


if __name__ == "__main__":
    asyncio.run(main(), debug=True)
