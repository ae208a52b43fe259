"""Of 33 calls that ``to_thread`` has to make, how many are made before the first returns?"""

import asyncio
import os
import threading

begun = []
door = threading.Event()


def wait_at_the_door():
    begun.append(threading.current_thread())
    door.wait()


async def main():
    cores = getattr(os, "process_cpu_count", os.cpu_count)()
    most = min(32, cores + 4)
    calls = [asyncio.create_task(asyncio.to_thread(wait_at_the_door)) for _ in range(33)]
    while len(begun) < most:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    print("and no more:", len(begun) == most)
    door.set()
    await asyncio.gather(*calls)
    print("in the end:", len(begun), "in the same threads:", len(set(begun)) == most)


asyncio.run(main())
