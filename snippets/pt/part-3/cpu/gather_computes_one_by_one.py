import asyncio


async def factorial(number):
    print("começa:", number)
    product = 1
    for n in range(2, number + 1):
        product *= n
    print("termina:", number)


async def main():
    await asyncio.gather(factorial(6), factorial(3))


if __name__ == "__main__":
    asyncio.run(main())
