import asyncio
from time import perf_counter


async def nap():
    await asyncio.sleep(0.2)


async def create_and_await_each():
    for _ in range(3):
        await asyncio.create_task(nap())


async def create_all_then_await():
    tasks = [asyncio.create_task(nap()) for _ in range(3)]
    for task in tasks:
        await task


async def await_each_coroutine():
    coroutines = [nap() for _ in range(3)]
    for coroutine in coroutines:
        await coroutine


async def main():
    for way in (
        create_and_await_each,
        create_all_then_await,
        await_each_coroutine,
    ):
        start = perf_counter()
        await way()
        took = perf_counter() - start
        print(f"{took:.2f} s {way.__name__}")


if __name__ == "__main__":
    asyncio.run(main())
