import asyncio


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(4)]
    futures[1].set_result(42)
    futures[2].set_exception(KeyError(404))
    futures[3].cancel()
    for future in futures:
        print(future._state, future.done(), future.cancelled())
    futures[2].exception()


if __name__ == "__main__":
    asyncio.run(main())
