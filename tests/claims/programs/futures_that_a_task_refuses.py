import asyncio


async def wait(future):
    await future


async def wait_for_itself():
    await asyncio.current_task()


async def main():
    other = asyncio.new_event_loop()
    for coroutine in wait(other.create_future()), wait_for_itself():
        task = asyncio.create_task(coroutine)
        await asyncio.wait([task])
        print(type(task.exception()).__name__)
    other.close()


asyncio.run(main())
