"""A `StopIteration` that is thrown into a coroutine, which does not catch it."""


class Rock:
    def __await__(self):
        yield 7


async def main():
    await Rock()


coroutine = main()
coroutine.send(None)
try:
    coroutine.throw(StopIteration(1))
except RuntimeError as error:
    print("RuntimeError:", error)
