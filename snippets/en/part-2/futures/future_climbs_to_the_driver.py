import asyncio

loop = asyncio.new_event_loop()
future = loop.create_future()


async def inner():
    return await future


async def outer():
    return await inner()


coroutine = outer()
climbed = coroutine.send(None)
print(f"driver: up came {climbed}")
print(f"driver: the same object: {climbed is future}")

future.set_result(42)
try:
    coroutine.send(None)
except StopIteration as end:
    print(f"driver: outer returned {end.value}")
loop.close()
