import asyncio


async def works():
    for _ in range(9):
        await asyncio.sleep(0)
    print("done")


async def fails():
    raise ValueError


async def main():
    other = asyncio.create_task(works())
    try:
        await asyncio.gather(other, fails())
    except ValueError:
        print("ValueError")
    await asyncio.wait([other])


asyncio.run(main())
