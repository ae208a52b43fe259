"""Jobs in the ready queue while a task is about to start, sleeps, and has ended."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(asyncio.sleep(0.1))
    print(len(loop._ready))
    await asyncio.sleep(0)
    print(len(loop._ready), task.done())
    await asyncio.sleep(0.2)
    print(len(loop._ready), task.done())


asyncio.run(main())
