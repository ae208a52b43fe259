import asyncio

from ticker import watch


def factorial(number):
    product = 1
    for n in range(2, number + 1):
        product *= n
    return product


async def work():
    factorial(25_000)


if __name__ == "__main__":
    asyncio.run(watch(work()))
