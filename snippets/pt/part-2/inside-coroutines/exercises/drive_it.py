import types


@types.coroutine
def ask(number):
    return (yield number)


async def add():
    return await ask(1) + await ask(2)


def drive(coroutine):
    print(f"pediu {coroutine.send(None)}")


print(f"resultado: {drive(add())}")
