"""Is a coroutine that ``wait_for`` awaits run by the task that calls it?"""

import asyncio


async def current():
    return asyncio.current_task()


async def main():
    print("in the same task:", await asyncio.wait_for(current(), 20) is asyncio.current_task())


asyncio.run(main())
