import asyncio


async def brew():
    await asyncio.sleep(0.2)
    return "coffee"


async def toast():
    raise ValueError("the toast is burnt")


async def fry():
    return "egg"


async def main():
    dishes = brew(), toast(), fry()
    for item in await asyncio.gather(*dishes, return_exceptions=True):
        print(repr(item))


if __name__ == "__main__":
    asyncio.run(main())
