"""The ready queue in the last step of the awaited task, and right after it."""

import asyncio

task = None


async def dig_the_hole():
    loop = asyncio.get_running_loop()
    print("in the step", len(loop._ready))
    loop.call_soon(look, loop)


def look(loop):
    names = [job._callback.__name__ for job in loop._ready]
    print("after it", names)


async def plant_a_tree():
    await asyncio.create_task(dig_the_hole())


asyncio.run(plant_a_tree())
