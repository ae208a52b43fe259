import asyncio
import math


async def compute():
    math.factorial(100_000)
    print("computation done")


async def main():
    try:
        async with asyncio.timeout(0.01):
            await compute()
    except TimeoutError:
        print("time is up")


if __name__ == "__main__":
    asyncio.run(main())
