"""collections.abc.Coroutine looks at methods: an object of another class passes, as a task too."""

import asyncio
import types
from collections.abc import Coroutine


class Wrapped:
    def __init__(self, coroutine):
        self.coroutine = coroutine

    def send(self, value):
        return self.coroutine.send(value)

    def throw(self, *error):
        return self.coroutine.throw(*error)

    def close(self):
        return self.coroutine.close()

    def __await__(self):
        return self.coroutine.__await__()


async def answer():
    return 42


async def main():
    wrapped = Wrapped(answer())
    print(isinstance(wrapped, types.CoroutineType), isinstance(wrapped, Coroutine))
    print(await asyncio.create_task(wrapped))


asyncio.run(main())
