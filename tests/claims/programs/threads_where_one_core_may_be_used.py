"""How many threads has the default executor, where the program may use one core of the machine?"""

import asyncio
import os


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(int)
    print("threads:", loop._default_executor._max_workers, "cores:", os.cpu_count())


os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
asyncio.run(main())
