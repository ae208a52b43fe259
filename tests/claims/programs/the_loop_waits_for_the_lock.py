"""The loop is due. How often do threads that compute take the lock before the loop has it?"""

import asyncio
import sys
import threading
import time

last: object = None
taken: list[float] = []
over = False


def compute(me):
    global last
    number = 1
    while not over:
        if last != me:
            last = me
            taken.append(time.monotonic())
        number = number * 3 % 1_000_003


async def most_often(more_threads):
    for _ in range(more_threads):
        threading.Thread(target=compute, args=[object()]).start()
    most = 0
    for _ in range(20):
        taken.clear()
        due = time.monotonic() + 0.01
        await asyncio.sleep(0.01)
        most = max(most, sum(when > due for when in taken))
    return most


async def main():
    global over
    print("one thread, at most once:", await most_often(1) <= 1)
    print("six, more than twice:", await most_often(5) > 2)
    over = True


sys.setswitchinterval(0.002)
asyncio.run(main())
