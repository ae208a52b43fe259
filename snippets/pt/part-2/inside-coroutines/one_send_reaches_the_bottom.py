class Rock:
    def __await__(self):
        return (yield 7)


async def inner():
    return await Rock()


async def middle():
    return await inner()


async def outer():
    return await middle()


coroutine = outer()
print("subiu", coroutine.send(None))

link = coroutine
while link is not None:
    print(f"pausada: {link.__name__}")
    link = getattr(link, "cr_await", None)

try:
    coroutine.send(42)
except StopIteration as end:
    print("outer retornou", end.value)
