"""With the eager factory a task runs at once, up to its first suspension; needs Python 3.12."""

import asyncio


async def coro_a():
    return "a"


async def coro_s():
    await asyncio.sleep(0)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    print(asyncio.create_task(coro_a()).done())
    print(len(loop._ready))
    task = asyncio.create_task(coro_s())
    print(task.done())
    print(len(loop._ready))
    await task


asyncio.run(main())
