import asyncio


async def get_two(queue):
    print("veio", await queue.get())
    print("veio", await queue.get())


async def put_two(queue):
    for number in 1, 2:
        await queue.put(number)
        print("foi", number)


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(get_two(queue), put_two(queue))


asyncio.run(main())
