import asyncio


async def nap():
    try:
        await asyncio.sleep(10)
    finally:
        print("finally")


async def main():
    loop = asyncio.get_running_loop()
    if hasattr(asyncio, "eager_task_factory"):  # Python 3.12
        loop.set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(nap())
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled())


asyncio.run(main())
