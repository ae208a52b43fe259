import asyncio


async def brew():
    print("Coffee on.")
    await asyncio.sleep(1.0)
    print("Coffee ready.")


async def main():
    coffee = asyncio.create_task(brew())
    print("Toast in.")
    await asyncio.sleep(0.5)
    print("Toast ready.")
    await coffee


asyncio.run(main())
