"""Orphans of create_task, and those that gather and run_until_complete make, are collected."""

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
    loop.set_exception_handler(tell)
    await lose(asyncio.gather)
    await lose(asyncio.create_task)


def tell(_, told):
    print(told["message"])


asyncio.run(main())
loop = asyncio.new_event_loop()
loop.set_exception_handler(tell)
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(wait_at_a_door())
except RuntimeError:
    gc.collect()
    print("run_until_complete tasks", len(asyncio.all_tasks(loop)))
loop.close()
