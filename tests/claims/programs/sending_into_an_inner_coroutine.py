class Rock:
    def __await__(self):
        return (yield 7)


async def inner():
    return await Rock()


async def outer(awaited):
    return await awaited


inside = inner()
outside = outer(inside)
outside.send(None)
try:
    inside.send(42)
except StopIteration as end:
    print("inner ended:", end.value)
try:
    outside.send(None)
except RuntimeError as error:
    print("outer:", error)
