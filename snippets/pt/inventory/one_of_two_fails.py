import asyncio


async def fails():
    raise ValueError


async def works():
    await asyncio.sleep(0.02)
    print("pronto")


async def main():
    try:
        await asyncio.gather(fails(), works())
    except ValueError:
        print("ValueError")
    await asyncio.sleep(0.1)


asyncio.run(main())
