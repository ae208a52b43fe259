import asyncio


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(2)]
    for future in futures:
        future.add_done_callback(print)
    futures[0].set_exception(KeyError(404))
    futures[1].cancel()
    print("ended")
    await asyncio.sleep(0)
    futures[0].exception()


asyncio.run(main())
