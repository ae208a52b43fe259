"""Three functions in `to_thread` that each need the two others to be under way."""

import asyncio
import threading

barrier = threading.Barrier(3)


def query(number):
    barrier.wait(timeout=40)
    return number


async def main():
    print(await asyncio.gather(*(asyncio.to_thread(query, number) for number in (1, 2, 3))))


asyncio.run(main())
