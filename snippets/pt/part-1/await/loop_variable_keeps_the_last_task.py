import asyncio


async def dig(hole, seconds):
    await asyncio.sleep(seconds)
    print("buraco", hole)


async def main():
    for hole, seconds in (1, 20), (2, 10), (3, 0):
        task = asyncio.create_task(dig(hole, seconds))
    await task
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
