import asyncio


async def brew():
    await asyncio.sleep(0.2)
    print("coffee ready")


async def toast():
    raise ValueError("the toast is burnt")


async def main():
    coffee = asyncio.create_task(brew())
    try:
        await asyncio.gather(coffee, toast())
    except ValueError as error:
        print("main:", error)
    await asyncio.wait([coffee])
    print("cancelled:", coffee.cancelled())


if __name__ == "__main__":
    asyncio.run(main())
