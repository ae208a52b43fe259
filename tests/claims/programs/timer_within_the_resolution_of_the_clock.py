"""A timer may be called before its time by as much as the loop's clock cannot tell apart."""

import asyncio


def call(due):
    print("early", loop.time() < due)
    loop.stop()


def again():
    loop.call_soon(again)


loop = asyncio.new_event_loop()
loop._clock_resolution = 60  # seconds: a very coarse clock
due = loop.time() + 30
loop.call_at(due, call, due)
again()
loop.run_forever()
loop.close()
