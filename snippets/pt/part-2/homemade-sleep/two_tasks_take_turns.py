import asyncio


class YieldToEventLoop:
    def __await__(self):
        yield


async def count(name):
    for number in (1, 2):
        print(name, number)
        await YieldToEventLoop()


async def main():
    bread = asyncio.create_task(count("pão"))
    coffee = asyncio.create_task(count("café"))
    await bread
    await coffee


if __name__ == "__main__":
    asyncio.run(main())
