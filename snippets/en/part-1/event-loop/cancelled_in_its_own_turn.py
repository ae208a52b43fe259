import asyncio

loop = asyncio.new_event_loop()


def first():
    second.cancel()
    print("in the queue:", len(loop._ready))


loop.call_soon(first)
second = loop.call_soon(print, "second")
loop.call_soon(print, "third")
loop.stop()
loop.run_forever()
loop.close()
