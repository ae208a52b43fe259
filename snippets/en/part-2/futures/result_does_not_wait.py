import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(future.set_result, 42)
    try:
        print(future.result())
    except asyncio.InvalidStateError:
        print("InvalidStateError")
    print(await future)
    print(await future)


asyncio.run(main())
