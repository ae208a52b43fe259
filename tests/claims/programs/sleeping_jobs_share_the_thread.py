"""Two callbacks of 0.1 s that block: one after the other, in the same thread."""

import asyncio
import threading
import time


def block(name):
    print(name, threading.current_thread() is threading.main_thread())
    time.sleep(0.1)


loop = asyncio.new_event_loop()
loop.call_soon(block, "one")
loop.call_soon(block, "two")
loop.call_soon(loop.stop)
begun = time.monotonic()
loop.run_forever()
print(time.monotonic() - begun >= 0.19)
loop.close()
