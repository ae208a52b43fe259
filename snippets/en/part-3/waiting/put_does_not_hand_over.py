import asyncio


async def get_two(queue):
    print("got", await queue.get())
    print("got", await queue.get())


async def put_two(queue):
    for number in 1, 2:
        await queue.put(number)
        print("put", number)


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(get_two(queue), put_two(queue))


asyncio.run(main())
