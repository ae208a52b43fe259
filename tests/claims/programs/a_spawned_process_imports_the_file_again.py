"""How processes are started here, and who imports this file again where a new one is no fork."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

IMPORTED_BY = os.getpid()
print(__name__)
sys.stdout.flush()


def imported_it():
    return IMPORTED_BY == os.getpid()


if __name__ == "__main__":
    print(multiprocessing.get_start_method())
    for way in ("spawn", "forkserver"):
        context = multiprocessing.get_context(way)
        with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
            print(way, "itself" if pool.submit(imported_it).result() else "its server")
