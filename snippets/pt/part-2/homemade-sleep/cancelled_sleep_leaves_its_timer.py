import asyncio


async def async_sleep(seconds):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(seconds, future.set_result, None)
    await future


def report(loop, context):
    print("o laço capturou", repr(context["exception"]))


async def main():
    asyncio.get_running_loop().set_exception_handler(report)
    sleeper = asyncio.create_task(async_sleep(0.6))
    await asyncio.sleep(0.1)
    sleeper.cancel()
    await asyncio.sleep(0)
    print("suspensão cancelada:", sleeper.cancelled())
    await asyncio.sleep(1.0)
    print("main terminou")


if __name__ == "__main__":
    asyncio.run(main())
