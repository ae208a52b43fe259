import asyncio
import gc


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_exception(KeyError(404))
    del future
    gc.collect()
    print("still here")


asyncio.run(main())
