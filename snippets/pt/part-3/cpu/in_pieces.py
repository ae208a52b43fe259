import asyncio

from ticker import watch


async def factorial(number):
    product = 1
    for n in range(2, number + 1):
        product *= n
        if n % 500 == 0:
            await asyncio.sleep(0)
    return product


if __name__ == "__main__":
    asyncio.run(watch(factorial(25_000)))
