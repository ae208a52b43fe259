"""What asyncio.run takes besides a coroutine: since Python 3.14 any awaitable."""

import asyncio


class Answer:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return 42


async def fail():
    raise KeyError("main")


try:
    print(asyncio.run(Answer()))
except ValueError as error:
    print(str(error).partition(",")[0])
try:
    asyncio.run(fail())
except KeyError as error:
    print(repr(error))
