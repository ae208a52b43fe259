"""Two threads compute in Python: together they get no more than one core."""

import sys
import threading
import time


def compute():
    number = 1
    for _ in range(1_000_000):
        number = number * 3 % 1_000_003


print("switch interval:", sys.getswitchinterval())
threads = [threading.Thread(target=compute) for _ in range(2)]
wall, cpu = time.perf_counter(), time.process_time()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print("as long as one after the other, at least:", wall > 0.9 * cpu)
