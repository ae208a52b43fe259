import asyncio


async def wait(name, future):
    print(name, await future)


async def main():
    future = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(wait(name, future)) for name in "ab"]
    await asyncio.sleep(0)
    future.set_result(42)
    print("set")
    await asyncio.gather(*tasks)


asyncio.run(main())
