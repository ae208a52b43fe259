import types


class Rock:
    def __await__(self):
        return (yield 7)


async def with_await():
    return await Rock()


@types.coroutine
def with_yield_from():
    return (yield from Rock().__await__())


def drive(coroutine):
    climbed = coroutine.send(None)
    try:
        coroutine.send(42)
    except StopIteration as end:
        print(f"{climbed} subiu, {end.value} voltou")


drive(with_await())
drive(with_yield_from())
