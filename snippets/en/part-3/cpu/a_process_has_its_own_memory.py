import asyncio
from concurrent.futures import ProcessPoolExecutor

computed = []


def square(number):
    computed.append(number)
    return number * number


async def main(pool):
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(pool, square, 5))
    print(computed)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as pool:
        asyncio.run(main(pool))
