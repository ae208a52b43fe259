import types


class HandsUp:
    def __await__(self):
        return iter([7])


@types.coroutine
def generator():
    yield 7


class Plain:
    pass


async def wait(thing):
    await thing


by_instance = Plain()
by_instance.__await__ = lambda: iter([7])

print("no yield:", wait(HandsUp()).send(None))
print("no __await__:", wait(generator()).send(None), hasattr(generator(), "__await__"))
try:
    wait(by_instance).send(None)
except TypeError:
    print("not in the class: TypeError")
