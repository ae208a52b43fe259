import asyncio


async def brew(cup):
    await asyncio.sleep(0.1)
    print(f"xícara {cup} pronta")
    return cup


async def main():
    tasks = [asyncio.create_task(brew(cup)) for cup in range(1, 4)]
    cups = [await task for task in tasks]
    print(f"servidas: {cups}")


if __name__ == "__main__":
    asyncio.run(main())
