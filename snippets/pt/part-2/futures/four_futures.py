import asyncio


async def main():
    loop = asyncio.get_running_loop()
    untouched = loop.create_future()
    answered = loop.create_future()
    answered.set_result(42)
    failed = loop.create_future()
    failed.set_exception(KeyError(404))
    cancelled = loop.create_future()
    cancelled.cancel()
    for future in (untouched, answered, failed, cancelled):
        print(future._state, future.done(), future.cancelled())
    failed.exception()


if __name__ == "__main__":
    asyncio.run(main())
