"""Orphans of create_task and orphans that gather made: the last are collected in silence."""

import asyncio
import gc


async def wait_at_a_door():
    await asyncio.Event().wait()


async def lose(make):
    make(wait_at_a_door())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
    print(make.__name__, "tasks", len(asyncio.all_tasks()))


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, told: print(told["message"]))
    await lose(asyncio.gather)
    await lose(asyncio.create_task)


asyncio.run(main())
