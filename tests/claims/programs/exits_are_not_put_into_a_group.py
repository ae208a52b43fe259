"""What a task group raises when a task of it asks the program to end."""

import asyncio
import sys


async def leave():
    sys.exit(3)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(leave())


loop = asyncio.new_event_loop()
task = loop.create_task(main())
try:
    loop.run_until_complete(task)
except SystemExit as error:
    print(repr(error), "left the loop; main has ended:", task.done())
try:
    loop.run_until_complete(task)
except SystemExit as error:
    print(repr(error), "came out of the group")
loop.close()
