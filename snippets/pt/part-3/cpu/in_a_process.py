import asyncio
from concurrent.futures import ProcessPoolExecutor

from ticker import watch


def factorial(number):
    product = 1
    for n in range(2, number + 1):
        product *= n
    return product


async def work(pool):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, factorial, 25_000)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as pool:
        pool.submit(abs, 0).result()
        asyncio.run(watch(work(pool)))
