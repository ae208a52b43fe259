"""What the homemade awaitable and sleep(0) hand to whoever drives them."""

import asyncio


class YieldToEventLoop:
    def __await__(self):
        yield


print(list(YieldToEventLoop().__await__()))
print(list(asyncio.sleep(0).__await__()))
