import asyncio

loop = asyncio.new_event_loop()
future = loop.create_future()


async def inner():
    return await future


async def outer():
    return await inner()


coroutine = outer()
climbed = coroutine.send(None)
print(f"condutor: subiu {climbed}")
print(f"condutor: o mesmo objeto: {climbed is future}")

future.set_result(42)
try:
    coroutine.send(None)
except StopIteration as end:
    print(f"condutor: outer retornou {end.value}")
loop.close()
