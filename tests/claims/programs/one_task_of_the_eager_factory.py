"""The factory of eager tasks, called for a single task, and in a loop that does not run yet."""

import asyncio


async def hello():
    print("hello")


async def main():
    loop = asyncio.get_running_loop()
    print(asyncio.eager_task_factory(loop, hello()).done(), loop.get_task_factory())


asyncio.run(main())
loop = asyncio.new_event_loop()
task = asyncio.eager_task_factory(loop, hello())
print(task.done())
loop.run_until_complete(task)
loop.close()
