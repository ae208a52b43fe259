"""cancel() of a handle frees the callback at once; the handle stays in the ready queue."""

import asyncio
import weakref


def callback():
    pass


loop = asyncio.new_event_loop()
handle = loop.call_soon(callback)
watched = weakref.ref(callback)
del callback
print(watched() is not None)
handle.cancel()
print(watched() is not None, handle in loop._ready)
loop.close()
