async def inner():
    return 42


async def middle():
    return await inner()


async def outer():
    return await middle()


try:
    outer().send(None)
except StopIteration as end:
    print("first send", end.value)
