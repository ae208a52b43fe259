import asyncio


async def brew(cup):
    await asyncio.sleep(0.1)
    print(f"cup {cup} is ready")
    return cup


async def main():
    tasks = [asyncio.create_task(brew(cup)) for cup in range(1, 4)]
    cups = [await task for task in tasks]
    print(f"served: {cups}")


if __name__ == "__main__":
    asyncio.run(main())
