"""What comes out of a group: exceptions that no except* takes, one of the block itself, results."""

import asyncio


async def fail(error):
    raise error


async def sleeper():
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        print("sleeper cancelled")
        raise


async def square(number):
    await asyncio.sleep(0)
    return number**2


async def main():
    try:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail(ValueError("a")))
                group.create_task(fail(LookupError("b")))
        except* ValueError:
            print("ValueError taken")
    except BaseException as rest:
        print(type(rest).__name__, rest.exceptions)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper())
            await asyncio.sleep(0)
            raise ValueError("of the block")
    except* ValueError as errors:
        print(errors.exceptions)
    made = []
    async with asyncio.TaskGroup() as group:
        for number in 1, 2, 3:
            task = group.create_task(square(number))
            made.append(task)
    print([task.result() for task in made])
    ended = []
    async with asyncio.TaskGroup() as group:
        for number in 1, 2, 3:
            task = group.create_task(square(number))
            task.add_done_callback(lambda done: ended.append(done.result()))
    print(ended)


asyncio.run(main())
