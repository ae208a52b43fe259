"""The task with its own door in a task group: it is still there after a collection."""

import asyncio
import gc


async def wait_at_a_door():
    await asyncio.Event().wait()


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(wait_at_a_door())
        await asyncio.sleep(0)
        gc.collect()
        print("tasks", len(asyncio.all_tasks()))
        [task] = asyncio.all_tasks() - {asyncio.current_task()}
        task.cancel()
    print("after")


asyncio.run(main())
