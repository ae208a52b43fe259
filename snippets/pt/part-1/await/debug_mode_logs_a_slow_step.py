import asyncio
import time


async def hog():
    time.sleep(0.15)
    print("mais de 100 ms, e nada no log ainda")
    time.sleep(0.15)


async def main():
    await asyncio.create_task(hog())


if __name__ == "__main__":
    asyncio.run(main(), debug=True)
