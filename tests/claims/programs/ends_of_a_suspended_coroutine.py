"""What comes out when a coroutine is thrown into, closed, or dropped."""

import gc
import warnings


class Rock:
    def __await__(self):
        yield 7


async def main():
    try:
        await Rock()
    finally:
        print("finally")


async def fails_on_its_way_out():
    try:
        await Rock()
    except GeneratorExit:
        raise KeyError(404) from None


async def lets_stop_iteration_out():
    raise StopIteration(3)


try:
    lets_stop_iteration_out().send(None)
except RuntimeError as error:
    print(repr(error.__cause__), "came out as RuntimeError")

main().close()
print("closed before it began")

suspended = main()
suspended.send(None)
try:
    suspended.throw(StopIteration(3))
except RuntimeError as error:
    print(repr(error.__cause__), "came out as RuntimeError")

suspended = fails_on_its_way_out()
suspended.send(None)
try:
    suspended.close()
except KeyError as error:
    print(repr(error), "came out of close")

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    suspended = main()
    suspended.send(None)
    del suspended
    gc.collect()
print("warnings:", len(caught))
