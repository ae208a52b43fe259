"""The future has its result, the wake-up is in the queue, and then the task is cancelled."""

import asyncio


async def wait_for_it(future):
    try:
        print("got", await future)
    except asyncio.CancelledError as error:
        print("raised", type(error).__name__)


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(wait_for_it(future))
    await asyncio.sleep(0)
    future.set_result(42)
    task.cancel()
    await task
    print("the future keeps", future.result())


asyncio.run(main())
