"""What asyncio.shield returns of a future that is pending, and of one that is done."""

import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    print(asyncio.shield(future) is future)
    future.set_result(42)
    print(asyncio.shield(future) is future)


asyncio.run(main())
