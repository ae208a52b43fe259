"""How processes are started here, and what a new one does with this file where it is no fork."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

print(__name__)
sys.stdout.flush()

if __name__ == "__main__":
    print(multiprocessing.get_start_method())
    for way in ("spawn", "forkserver"):
        context = multiprocessing.get_context(way)
        with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
            print(way, pool.submit(abs, -5).result())
