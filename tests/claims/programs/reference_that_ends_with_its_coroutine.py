"""A variable keeps a task as long as it lives: not after its coroutine, unless that failed."""

import asyncio
import gc


async def wait_at_a_door():
    itself = asyncio.current_task()
    await asyncio.Event().wait()
    print(itself)


async def start():
    task = asyncio.create_task(wait_at_a_door())
    await asyncio.sleep(0)
    gc.collect()
    print("while start runs", task.done(), len(asyncio.all_tasks()))


async def fail():
    await start()
    kept = asyncio.create_task(wait_at_a_door())
    await asyncio.sleep(0)
    raise ValueError(kept.get_name())


async def main():
    await start()
    gc.collect()
    print("after it", len(asyncio.all_tasks()))
    failed = asyncio.create_task(fail())
    await asyncio.wait([failed])
    gc.collect()
    print("after a failure", len(asyncio.all_tasks()))
    failed.exception()
    del failed
    gc.collect()
    print("exception gone", len(asyncio.all_tasks()))


asyncio.run(main())
