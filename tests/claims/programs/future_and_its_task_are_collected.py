import asyncio
import gc


async def wait():
    await asyncio.get_running_loop().create_future()


async def main():
    asyncio.get_running_loop().set_exception_handler(
        lambda loop, context: print(context["message"])
    )
    asyncio.create_task(wait())
    await asyncio.sleep(0)
    gc.collect()
    print(len(asyncio.all_tasks()))


asyncio.run(main())
