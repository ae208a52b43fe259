"""A generator expression may hold an await outside async def: it makes an async generator."""

import asyncio
import types


async def double(x):
    await asyncio.sleep(0)
    return 2 * x


def doubles(numbers):
    return (await double(x) for x in numbers)


async def main():
    made = doubles([1, 2, 3])
    print(isinstance(made, types.AsyncGeneratorType), [x async for x in made])


asyncio.run(main())
