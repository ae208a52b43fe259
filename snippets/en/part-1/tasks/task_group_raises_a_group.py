import asyncio


async def buy_a_spade():
    raise ValueError("no spade in the shop")


async def water():
    try:
        await asyncio.sleep(0.3)
    except asyncio.CancelledError:
        print("water: cancelled")
        raise


async def plant_a_tree():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(water())
            group.create_task(buy_a_spade())
    except ValueError:
        print("except caught it")


async def main():
    try:
        await plant_a_tree()
    except* ValueError as group:
        print("except* caught it:", group.exceptions)


if __name__ == "__main__":
    asyncio.run(main())
