import asyncio


async def buy_a_spade():
    raise ValueError("no spade in the shop")


async def main():
    asyncio.create_task(buy_a_spade())
    await asyncio.sleep(0.1)
    print("Nobody kept the first task.")
    task = asyncio.create_task(buy_a_spade())
    await asyncio.sleep(0.1)
    print("The second is kept. Has it failed?", task.done())
    del task
    print("Now nobody keeps it.")


if __name__ == "__main__":
    asyncio.run(main())
