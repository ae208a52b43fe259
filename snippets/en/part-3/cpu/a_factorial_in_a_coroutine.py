import asyncio


async def factorial(number):
    product = 1
    for n in range(2, number + 1):
        product *= n
    return product


async def other():
    print("another task runs")


async def main():
    task = asyncio.create_task(other())
    print("factorial:", await factorial(10))
    await task


if __name__ == "__main__":
    asyncio.run(main())
