import asyncio
import time


def measure():
    loop.call_later(0.2, loop.stop)
    clock, cpu = time.perf_counter(), time.process_time()
    loop.run_forever()
    clock = time.perf_counter() - clock
    cpu = time.process_time() - cpu
    print(f"  {clock:.2f} s no relógio, {1000 * cpu:.1f} ms de CPU")


def again():
    loop.call_soon(again)


loop = asyncio.new_event_loop()
print("um temporizador e mais nada:")
measure()
print("um callback que se agenda de novo:")
loop.call_soon(again)
measure()
loop.close()
