import asyncio
import math

from ticker import watch


async def work():
    await asyncio.to_thread(math.factorial, 100_000)


if __name__ == "__main__":
    asyncio.run(watch(work()))
