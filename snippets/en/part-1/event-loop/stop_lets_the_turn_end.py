import asyncio

loop = asyncio.new_event_loop()


def first():
    loop.call_soon(print, "fourth")
    loop.stop()
    print("first")


loop.call_soon(first)
loop.call_soon(print, "second")
loop.run_forever()
print("third")
loop.close()
