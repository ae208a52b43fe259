import asyncio


async def waiter(future):
    print(f"waiter: {await future}")


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter(future))
    print(f"main: {future}")
    await asyncio.sleep(0)
    print(f"main: {future}")
    print(f"main: {task._fut_waiter is future}")
    future.set_result(42)
    print(f"main: {future}")
    await task


if __name__ == "__main__":
    asyncio.run(main())
