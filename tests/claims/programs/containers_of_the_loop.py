"""What call_soon, call_at and cancel leave in the loop's containers."""

import asyncio
import heapq

loop = asyncio.new_event_loop()
print(type(loop._ready).__name__, len(loop._ready))
kept = loop.call_soon(print, "kept")
dropped = loop.call_soon(print, "dropped")
late = loop.call_later(60, print, "late")
later = loop.call_later(120, print, "later")
loop.call_later(0.1, loop.stop)
print(len(loop._ready), len(loop._scheduled))
print(type(kept).__name__, type(late).__name__)
print(loop._scheduled[0].when() == min(t.when() for t in loop._scheduled))
dropped.cancel()
late.cancel()
print(dropped in loop._ready, len(loop._ready))
loop.run_forever()
print(len(loop._ready), late in loop._scheduled, later in loop._scheduled)
timers = [asyncio.TimerHandle(when, print, (), loop) for when in (3, 1, 2)]
heapq.heapify(timers)
print([heapq.heappop(timers).when() for _ in range(3)])
loop.close()
