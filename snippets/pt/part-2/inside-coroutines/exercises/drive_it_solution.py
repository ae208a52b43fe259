import types


@types.coroutine
def ask(number):
    return (yield number)


async def add():
    return await ask(1) + await ask(2)


def drive(coroutine):
    answer = None
    while True:
        try:
            number = coroutine.send(answer)
        except StopIteration as stop:
            return stop.value
        print(f"pediu {number}")
        answer = number * 10


print(f"resultado: {drive(add())}")
