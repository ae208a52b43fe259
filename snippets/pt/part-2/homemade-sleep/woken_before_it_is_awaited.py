import asyncio


async def nap(seconds, name):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(seconds, future.set_result, name)
    print("soneca", await future)


async def main():
    a = asyncio.create_task(nap(0.1, "a"))
    b = asyncio.create_task(nap(0, "b"))
    for task in a, b:
        await task
        print("aguardada")


asyncio.run(main())
