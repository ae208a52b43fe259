import asyncio
import time


def measure():
    loop.call_later(0.2, loop.stop)
    clock, cpu = time.perf_counter(), time.process_time()
    loop.run_forever()
    clock = time.perf_counter() - clock
    cpu = time.process_time() - cpu
    print(f"  {clock:.2f} s by the clock, {1000 * cpu:.1f} ms of CPU")


def again():
    loop.call_soon(again)


loop = asyncio.new_event_loop()
print("one timer and nothing else:")
measure()
print("one callback that schedules itself again:")
loop.call_soon(again)
measure()
loop.close()
