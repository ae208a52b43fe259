"""blocking_sleep_wrapped_in_a_task, with a sleep that does not block."""

import asyncio


async def other_work(number):
    print(number)


async def main():
    work = [asyncio.create_task(other_work(n)) for n in (1, 2, 3)]
    print("begin")
    await asyncio.create_task(asyncio.sleep(0.1))
    print("done")
    for task in work:
        await task


asyncio.run(main())
