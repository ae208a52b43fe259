import asyncio


async def cook(dish, seconds):
    await asyncio.sleep(seconds)
    return dish


async def main():
    tasks = [
        asyncio.create_task(cook("egg", 0.4)),
        asyncio.create_task(cook("toast", 0.1)),
        asyncio.create_task(cook("coffee", 0.25)),
    ]
    for next_one in asyncio.as_completed(tasks):
        print(await next_one)


if __name__ == "__main__":
    asyncio.run(main())
