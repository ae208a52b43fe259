"""An async function with an inner generator has a `yield` in its body, not in its own."""

import inspect


async def outer():
    def numbers():
        yield 1

    return sum(numbers())


print(inspect.iscoroutinefunction(outer), inspect.isasyncgenfunction(outer))
