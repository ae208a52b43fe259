"""asyncio.run closes the async generators begun under it, and no others."""

import asyncio


async def numbers(name):
    try:
        yield 1
    finally:
        print("closed", name)


async def begin(generator):
    await anext(generator)


other, own = numbers("other"), numbers("own")
loop = asyncio.new_event_loop()
loop.run_until_complete(begin(other))
asyncio.run(begin(own))
print("run is over")
loop.run_until_complete(loop.shutdown_asyncgens())
loop.close()
