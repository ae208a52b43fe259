"""Behind a shield: who holds the task can cancel it, and so does asyncio.run at its end."""

import asyncio


async def work(name):
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    task = asyncio.create_task(work("first"))
    shield = asyncio.shield(task)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([shield])
    print("shield cancelled:", shield.cancelled())
    task = asyncio.create_task(work("second"))
    shield = asyncio.shield(task)
    await asyncio.sleep(0)
    shield.cancel()
    print("main ends")


asyncio.run(main())
