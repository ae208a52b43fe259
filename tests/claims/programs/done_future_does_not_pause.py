import asyncio

loop = asyncio.new_event_loop()
future = loop.create_future()
future.set_result(42)


async def main():
    return await future


try:
    main().send(None)
except StopIteration as end:
    print(end.value)
loop.close()
