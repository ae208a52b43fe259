import little_asyncio


async def waiter(name, future):
    print(f"{name}: {await future}")


async def main():
    future = little_asyncio.get_running_loop().create_future()
    little_asyncio.create_task(waiter("first", future))
    last = little_asyncio.create_task(waiter("second", future))
    await little_asyncio.sleep(0)
    future.set_result(42)
    print("main: result set")
    await last


if __name__ == "__main__":
    little_asyncio.run(main())
