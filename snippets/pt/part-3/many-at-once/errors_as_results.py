import asyncio


async def brew():
    await asyncio.sleep(0.2)
    return "café"


async def toast():
    raise ValueError("o pão queimou")


async def fry():
    return "ovo"


async def main():
    dishes = brew(), toast(), fry()
    for item in await asyncio.gather(*dishes, return_exceptions=True):
        print(repr(item))


if __name__ == "__main__":
    asyncio.run(main())
