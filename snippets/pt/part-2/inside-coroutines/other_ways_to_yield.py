import types


@types.coroutine
def pause(name):
    yield name


class Door:
    def __aenter__(self):
        return pause("__aenter__")

    def __aexit__(self, *error):
        return pause("__aexit__")


class Stairs:
    def __aiter__(self):
        return self

    async def __anext__(self):
        await pause("__anext__")
        raise StopAsyncIteration


async def main():
    await pause("pause")
    async with Door():
        async for _ in Stairs():
            pass


coroutine = main()
try:
    while True:
        climbed = coroutine.send(None)
        line = coroutine.cr_frame.f_lineno
        print(f"main pausou na linha {line}: {climbed}")
except StopIteration:
    print("main terminou")
