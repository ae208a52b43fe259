"""What the loop asks its selector: never for longer than a day at once, and at once if stopped."""

import asyncio
import selectors


class AskedSelector(selectors.DefaultSelector):
    def select(self, timeout=None):
        print(timeout)
        loop.stop()
        return []


loop = asyncio.SelectorEventLoop(AskedSelector())
loop.stop()  # nothing is ready, and there is no timer
loop.run_forever()
loop.call_later(7 * 24 * 3600, print, "a week later")
loop.run_forever()
loop.close()
