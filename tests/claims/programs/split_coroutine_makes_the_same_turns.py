"""Lines of a coroutine, moved into a coroutine of their own: the same order and as many turns."""

import asyncio


async def whole(log):
    log.append("begin")
    await asyncio.sleep(0)
    log.append("middle")
    await asyncio.sleep(0)
    log.append("end")


async def middle(log):
    await asyncio.sleep(0)
    log.append("middle")
    await asyncio.sleep(0)


async def split(log):
    log.append("begin")
    await middle(log)
    log.append("end")


async def split_by_a_task(log):
    log.append("begin")
    await asyncio.create_task(middle(log))
    log.append("end")


async def count(log):
    while True:
        log.append("turn")
        await asyncio.sleep(0)


async def main():
    for function in whole, split, split_by_a_task:
        log = []
        counter = asyncio.create_task(count(log))
        await function(log)
        counter.cancel()
        print(*log)


asyncio.run(main())
