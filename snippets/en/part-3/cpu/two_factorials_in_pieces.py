import asyncio


async def factorial(name, number):
    product = 1
    for n in range(2, number + 1):
        product *= n
        print(name, product)
        await asyncio.sleep(0)


async def main():
    longer = asyncio.create_task(factorial("a", 4))
    await factorial("b", 3)
    await longer


if __name__ == "__main__":
    asyncio.run(main())
