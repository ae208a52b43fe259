"""A task waits for an object that only imitates a future."""

import asyncio


class Imitation:
    _asyncio_future_blocking = False

    def __init__(self, loop):
        self.loop = loop

    def get_loop(self):
        return self.loop

    def add_done_callback(self, callback, *, context):
        self.loop.call_later(0.05, callback, self, context=context)

    def result(self):
        return "wake"

    def __await__(self):
        self._asyncio_future_blocking = True
        yield self
        return 42


async def main():
    print(await Imitation(asyncio.get_running_loop()))


asyncio.run(main())
