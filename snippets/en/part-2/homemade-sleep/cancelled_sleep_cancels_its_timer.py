import asyncio


def wake(future):
    if not future.done():
        future.set_result(None)


async def async_sleep(seconds):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(seconds, wake, future)
    try:
        await future
    finally:
        timer.cancel()


def report(loop, context):
    print("the loop caught", repr(context["exception"]))


async def main():
    asyncio.get_running_loop().set_exception_handler(report)
    sleeper = asyncio.create_task(async_sleep(0.6))
    await asyncio.sleep(0.1)
    sleeper.cancel()
    await asyncio.sleep(0)
    print("sleeper cancelled:", sleeper.cancelled())
    await asyncio.sleep(1.0)
    print("main done")


if __name__ == "__main__":
    asyncio.run(main())
