"""Awaiting a task gives its result, or raises its exception in the one who awaits."""

import asyncio


async def fail():
    raise ValueError("no spade")


async def main():
    try:
        await asyncio.create_task(fail())
    except ValueError as error:
        print("task:", error)
    try:
        await fail()
    except ValueError as error:
        print("coroutine:", error)


asyncio.run(main())
