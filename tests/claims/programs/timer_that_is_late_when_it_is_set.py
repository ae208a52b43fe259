"""A timer is set when another has come due already, for a time before it."""

import asyncio

loop = asyncio.new_event_loop()
now = loop.time()
order = []


def first():
    order.append("first")
    loop.call_at(now - 10, order.append, "earlier")


loop.call_at(now - 2, first)
loop.call_at(now - 1, order.append, "second")
loop.call_later(0.01, loop.stop)
loop.run_forever()
loop.close()
print(*order)
