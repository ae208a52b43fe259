import asyncio
import time


async def main():
    asyncio.get_running_loop().call_soon(time.sleep, 0.12)
    await asyncio.sleep(0.01)


asyncio.run(main(), debug=True)
