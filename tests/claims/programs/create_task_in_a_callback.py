"""``create_task`` works in a callback that the loop runs: there is a running loop then."""

import asyncio


async def hello():
    print("hello")


async def main():
    asyncio.get_running_loop().call_soon(lambda: asyncio.create_task(hello()))
    await asyncio.sleep(0.1)


asyncio.run(main())
