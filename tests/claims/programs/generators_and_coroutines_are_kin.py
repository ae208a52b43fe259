"""What a coroutine and a generator have in common, and what they do not."""

import inspect


def generator_function():
    yield


async def coroutine_function():
    pass


generator, coroutine = generator_function(), coroutine_function()
for name in ("send", "throw", "close"):
    print(name, hasattr(generator, name), hasattr(coroutine, name))
print(hasattr(generator, "__next__"), hasattr(coroutine, "__next__"))
print(inspect.iscoroutine(generator), inspect.isgenerator(coroutine))
try:
    next(coroutine)
except TypeError as error:
    print(error)
try:
    list(coroutine)
except TypeError as error:
    print(error)
coroutine.close()
del generator
