import asyncio


async def eat(table):
    for _ in range(3):
        print("ate", await table.get())


async def main():
    table = asyncio.Queue(maxsize=1)
    guest = asyncio.create_task(eat(table))
    for dish in range(1, 4):
        await table.put(dish)
        print("served", dish)
    await guest


if __name__ == "__main__":
    asyncio.run(main())
