"""Suspended coroutines that are dropped: what goes wrong in their finally is only printed."""


class Rock:
    def __await__(self):
        yield 7


async def pause_again():
    try:
        await Rock()
    finally:
        await Rock()


async def fail():
    try:
        await Rock()
    finally:
        raise KeyError("on its way out")


for function in pause_again, fail:
    coroutine = function()
    coroutine.send(None)
    del coroutine
    print(function.__name__, "went on")
