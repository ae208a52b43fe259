import asyncio


def show(future):
    print(future)
    for question in future.result, future.exception:
        try:
            answer = question()
        except (Exception, asyncio.CancelledError) as error:
            print(f"  {question.__name__}() raises {error!r}")
        else:
            print(f"  {question.__name__}() returns {answer!r}")


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
        show(future)


if __name__ == "__main__":
    asyncio.run(main())
