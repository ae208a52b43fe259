import asyncio
import time

loop = asyncio.new_event_loop()


def greedy():
    now = loop.time()
    loop.call_at(now + 0.03, loop.stop)
    loop.call_at(now + 0.02, print, "20 ms")
    loop.call_at(now + 0.01, print, "10 ms")
    time.sleep(0.05)
    print("greedy: done")


loop.call_soon(greedy)
loop.call_soon(print, "soon")
loop.run_forever()
loop.close()
