"""Since Python 3.15 a group can be cancelled: what becomes of its task, its block and its owner?"""

import asyncio


async def left():
    try:
        await asyncio.sleep(20)
    finally:
        print("task cancelled")


async def fails_to_clean_up():
    try:
        await asyncio.sleep(20)
    finally:
        raise ValueError("stuck")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(left())
        await asyncio.sleep(0)
        group.cancel()
        try:
            await asyncio.sleep(20)
        finally:
            print("block cancelled")
    print("main goes on")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails_to_clean_up())
            await asyncio.sleep(0)
            group.cancel()
    except* ValueError as errors:
        print(errors.exceptions)


if hasattr(asyncio.TaskGroup, "cancel"):
    asyncio.run(main())
else:
    print("no cancel")
