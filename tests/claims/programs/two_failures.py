"""Two tasks fail, one after the other: in gather, and in a task group."""

import asyncio
import gc


async def fail(number, event):
    try:
        await event.wait()
    finally:
        raise ValueError(number)


async def main():
    first, second = asyncio.Event(), asyncio.Event()
    first.set()
    try:
        await asyncio.gather(fail(1, first), fail(2, second))
    except ValueError as error:
        print("gather", error)
    [other] = asyncio.all_tasks() - {asyncio.current_task()}
    second.set()
    await asyncio.wait([other])
    del other
    gc.collect()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(1, first))
            group.create_task(fail(2, asyncio.Event()))
    except* ValueError as errors:
        print("task group", sorted(error.args[0] for error in errors.exceptions))


asyncio.run(main())
