"""A task that waits for a thread: not reached from the loop's containers, and not collected."""

import asyncio
import gc
import threading
import weakref


def reached(start, wanted):
    seen, left = set(), [start]
    while left:
        item = left.pop()
        if item is wanted:
            return True
        if id(item) not in seen and not isinstance(item, (type, type(asyncio))):
            seen.add(id(item))
            left += gc.get_referents(item)
    return False


def work(go_on):
    go_on.wait(30)


async def waiter(go_on):
    await asyncio.to_thread(work, go_on)
    print("the thread has ended")


async def main():
    go_on = threading.Event()
    task = weakref.ref(asyncio.create_task(waiter(go_on)))
    sleeper = asyncio.create_task(asyncio.sleep(30))
    await asyncio.sleep(0.1)
    gc.collect()
    loop = asyncio.get_running_loop()
    data = [key.data for key in loop._selector.get_map().values()]
    callbacks = [handle._callback for pair in data for handle in pair if handle]
    print("of a sleeper, timers", reached(loop._scheduled, sleeper))
    print("held", task() is not None)
    print("ready", reached(loop._ready, task()), "timers", reached(loop._scheduled, task()))
    print("selector", any(getattr(c, "__self__", None) is not loop for c in callbacks))
    go_on.set()
    await asyncio.sleep(0.3)


asyncio.run(main())
