import asyncio

loop = asyncio.new_event_loop()


def first():
    second.cancel()
    print("na fila:", len(loop._ready))


loop.call_soon(first)
second = loop.call_soon(print, "segundo")
loop.call_soon(print, "terceiro")
loop.stop()
loop.run_forever()
loop.close()
