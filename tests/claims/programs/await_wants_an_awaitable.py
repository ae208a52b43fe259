def delegates():
    yield from [7]


async def awaits():
    await [7]


print(next(delegates()))
try:
    awaits().send(None)
except TypeError as error:
    print(type(error).__name__)
