import asyncio


async def brew():
    await asyncio.sleep(0.3)
    return "café"


async def guest(name, coffee, patience):
    try:
        async with asyncio.timeout(patience):
            print(f"{name}: {await asyncio.shield(coffee)}")
    except TimeoutError:
        print(f"{name}: desisto")


async def main():
    coffee = asyncio.create_task(brew())
    async with asyncio.TaskGroup() as guests:
        guests.create_task(guest("Ana", coffee, 0.1))
        guests.create_task(guest("Leo", coffee, 20))


if __name__ == "__main__":
    asyncio.run(main())
