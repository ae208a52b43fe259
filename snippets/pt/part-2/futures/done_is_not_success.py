import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_exception(ValueError())
    print(future.done(), future.cancelled())
    for attempt in 1, 2:
        try:
            print(attempt, await future)
        except ValueError:
            print(attempt, "ValueError")


asyncio.run(main())
