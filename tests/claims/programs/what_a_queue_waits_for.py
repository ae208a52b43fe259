"""join waits for task_done, not for an empty queue; a worker that fails leaves it waiting."""

import asyncio


async def work(queue):
    while True:
        await queue.get()
        raise ValueError("burnt")


async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    join = asyncio.create_task(queue.join())
    queue.get_nowait()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("empty:", queue.empty(), "join done:", join.done())
    queue.task_done()
    await join
    print("join done:", join.done())

    queue.put_nowait(2)
    worker = asyncio.create_task(work(queue))
    await asyncio.wait([worker])
    print(repr(worker.exception()))
    try:
        await asyncio.wait_for(queue.join(), 0.1)
    except TimeoutError:
        print("join waits on")

    queue = asyncio.Queue()
    queue.put_nowait(3)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work(queue))
            await queue.join()
    except* ValueError as errors:
        print(errors.exceptions)


asyncio.run(main())
