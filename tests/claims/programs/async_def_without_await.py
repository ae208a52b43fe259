"""``async def`` alone decides; ``yield`` in it makes an async generator."""

import inspect


async def no_await():
    print("body")


async def with_yield():
    yield


print(inspect.iscoroutinefunction(no_await))
print(inspect.iscoroutinefunction(with_yield))
print(inspect.isasyncgenfunction(with_yield))
no_await().close()
