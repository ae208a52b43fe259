"""A lock that nobody holds, but for which a task waits."""

import asyncio


async def waiter(lock):
    async with lock:
        order.append("waiter")


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    task = asyncio.create_task(waiter(lock))
    await asyncio.sleep(0)
    lock.release()
    order.append(f"locked: {lock.locked()}")
    async with lock:
        order.append("main")
    await task


order = []
asyncio.run(main())
print(*order, sep=", ")
