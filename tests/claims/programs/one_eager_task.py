"""Since Python 3.14 a single task can be made eager."""

import asyncio


async def hello():
    print("hello")


async def main():
    task = asyncio.create_task(hello(), eager_start=True)
    print(task.done())
    plain = asyncio.create_task(hello())
    print(plain.done())
    await plain


asyncio.run(main())
