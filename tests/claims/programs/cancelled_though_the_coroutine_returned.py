"""Two coroutines that return a value, and whose tasks are cancelled nevertheless."""

import asyncio


async def asks_at_the_end():
    asyncio.current_task().cancel()
    return 42


async def catches_and_is_asked_again():
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        asyncio.current_task().cancel()
        return 42


async def main():
    for coroutine in asks_at_the_end(), catches_and_is_asked_again():
        task = asyncio.create_task(coroutine)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        print(task.cancelled())


asyncio.run(main())
