"""Timers whose deadlines differ, however little, run in the order of the deadlines."""

import asyncio

loop = asyncio.new_event_loop()
order = []
deadline = loop.time() + 0.1
for number in range(6):
    loop.call_at(deadline + number * 1e-6, order.append, number)
loop.call_at(deadline + 0.2, loop.stop)
loop.run_forever()
print(*order)
loop.close()
