"""A step inside one call in C that looks for no signals, and Ctrl+C three times."""

import asyncio
import itertools
import mmap
import operator
import os
import signal
import time

BEGUN, OVER = 0, 1
shared = mmap.mmap(-1, 2)


def one_call():
    """Say that it has begun, and look until it is over, all in a single call in C."""
    says = map(operator.setitem, [shared], [BEGUN], [1])
    next(
        filter(
            None, itertools.chain(says, map(operator.itemgetter(OVER), itertools.repeat(shared)))
        )
    )


async def main():
    if (presser := os.fork()) == 0:
        while not shared[BEGUN]:
            time.sleep(0.001)
        for _ in range(3):
            os.kill(os.getppid(), signal.SIGINT)
            time.sleep(0.02)
        shared[OVER] = 1
        os._exit(0)
    one_call()
    os.waitpid(presser, 0)
    print("the call came to its end")
    await asyncio.sleep(20)


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("KeyboardInterrupt")
