"""A cancelled timer in front of the heap: the loop drops it and does not wait for its time."""

import asyncio
import selectors


class AskedSelector(selectors.DefaultSelector):
    def select(self, timeout=None):
        print(timeout, len(loop._scheduled))
        loop.stop()
        return []


loop = asyncio.SelectorEventLoop(AskedSelector())
loop.call_later(60, print, "never").cancel()
print(len(loop._scheduled))
loop.run_forever()
loop.close()
