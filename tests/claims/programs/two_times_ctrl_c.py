"""A step that does not end, and Ctrl+C twice."""

import asyncio
import os
import signal
import threading


def press(first):
    os.kill(os.getpid(), signal.SIGINT)
    first.wait()
    os.kill(os.getpid(), signal.SIGINT)


async def main():
    first = threading.Event()
    task = asyncio.current_task()
    threading.Thread(target=press, args=[first]).start()
    while True:
        if task.cancelling() and not first.is_set():
            print("goes on after the first")
            first.set()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("KeyboardInterrupt")
