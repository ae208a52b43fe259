import asyncio


async def buy_a_spade():
    raise ValueError("não há pá na loja")


async def water():
    try:
        await asyncio.sleep(0.3)
    except asyncio.CancelledError:
        print("rega: cancelada")
        raise


async def plant_a_tree():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(water())
            group.create_task(buy_a_spade())
    except ValueError:
        print("except capturou")


async def main():
    try:
        await plant_a_tree()
    except* ValueError as group:
        print("except* capturou:", group.exceptions)


if __name__ == "__main__":
    asyncio.run(main())
