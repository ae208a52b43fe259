import asyncio

cooking = most = 0


async def cook(stove):
    global cooking, most
    async with stove:
        cooking += 1
        most = max(most, cooking)
        await asyncio.sleep(0.1)
        cooking -= 1


async def main():
    stove = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(cook(stove))
    print("at most, at once:", most)


if __name__ == "__main__":
    asyncio.run(main())
