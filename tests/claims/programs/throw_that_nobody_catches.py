import inspect


class Rock:
    def __await__(self):
        yield 7


async def main():
    print("started")
    await Rock()


for start in True, False:
    coroutine = main()
    if start:
        coroutine.send(None)
    try:
        coroutine.throw(KeyError(404))
    except KeyError as error:
        print(repr(error), inspect.getcoroutinestate(coroutine))
