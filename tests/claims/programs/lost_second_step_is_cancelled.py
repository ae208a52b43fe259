"""The second part of the puzzle, with a witness: the task without a second step was cancelled."""

import asyncio


async def hello():
    try:
        await asyncio.sleep(0)
        print("hello")
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def main():
    asyncio.create_task(hello())
    print("main ends")


asyncio.run(main())
