import asyncio


async def other():
    print("other")


async def main():
    loop = asyncio.get_running_loop()
    if hasattr(asyncio, "eager_task_factory"):  # Python 3.12
        loop.set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(other())
    print("main")
    await task


asyncio.run(main())
