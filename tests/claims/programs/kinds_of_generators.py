import asyncio
import inspect


def outer():
    def inner():
        yield

    return inner


async def numbers():
    yield 7


print(inspect.isgenerator(x for x in "ab"))
print(inspect.isgeneratorfunction(outer), inspect.isgeneratorfunction(outer()))
print(inspect.iscoroutinefunction(numbers), inspect.isasyncgenfunction(numbers))


async def main():
    print(await anext(numbers()))


asyncio.run(main())
