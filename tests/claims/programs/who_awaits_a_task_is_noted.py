"""Since Python 3.14 an awaited task notes who awaits it, too."""

import asyncio


async def dig(planter):
    digger = asyncio.current_task()
    print(digger._asyncio_awaited_by == frozenset([planter]))


async def main():
    await asyncio.create_task(dig(asyncio.current_task()))
    print(callable(asyncio.print_call_graph))


asyncio.run(main())
