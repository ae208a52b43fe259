import asyncio


async def brew(cup):
    await asyncio.sleep(0.1)
    print(f"cup {cup} is ready")
    return cup


async def main():
    cups = []
    for cup in range(1, 4):
        cups.append(await brew(cup))
    print(f"served: {cups}")


if __name__ == "__main__":
    asyncio.run(main())
