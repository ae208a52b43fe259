"""asyncio.wait: with tasks and futures, not with coroutines; the first that comes is enough."""

import asyncio


async def work(go):
    await go.wait()


async def main():
    go = asyncio.Event()
    coroutine = work(go)
    try:
        await asyncio.wait([coroutine])
    except TypeError:
        print("TypeError")
    coroutine.close()
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(work(go))
    future.set_result(None)
    done, pending = await asyncio.wait([future, task], return_when=asyncio.FIRST_COMPLETED)
    print("future done:", done == {future}, "task pending:", pending == {task})
    go.set()
    await task
    print("cancelled:", task.cancelled())


asyncio.run(main())
