"""create_task asks the loop's task factory; a call of the class asyncio.Task does not."""

import asyncio


def factory(loop, coroutine, **options):
    made.append(coroutine.__name__)
    return asyncio.Task(coroutine, loop=loop, **options)


async def one():
    pass


async def two():
    pass


async def main():
    asyncio.get_running_loop().set_task_factory(factory)
    tasks = [asyncio.create_task(one()), asyncio.Task(two())]
    await asyncio.wait(tasks)
    print(made, [isinstance(task, asyncio.Task) for task in tasks])


made = []
asyncio.run(main())
