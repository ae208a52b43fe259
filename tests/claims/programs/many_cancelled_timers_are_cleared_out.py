"""Cancelled timers behind one that is in front: a few stay, more than half of many do not."""

import asyncio

loop = asyncio.new_event_loop()
loop.call_later(30, print, "in front")
for count in (50, 100):
    timers = [loop.call_later(60, print, "never") for _ in range(count)]
    for timer in timers:
        timer.cancel()
    before = len(loop._scheduled)
    loop.call_soon(loop.stop)
    loop.run_forever()
    print(before, len(loop._scheduled))
loop.close()
