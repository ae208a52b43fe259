"""What stands in the ready queue when a task that nobody awaited takes its first step."""

import asyncio


async def hello():
    print([job._callback.__name__ for job in asyncio.get_running_loop()._ready])


async def main():
    asyncio.create_task(hello())


asyncio.run(main())
