import asyncio


def second():
    print("dois")
    loop.call_soon(lambda: print("continuação"))


loop = asyncio.new_event_loop()
now = loop.time()
loop.call_at(now + 1.0, loop.stop)
loop.call_at(now + 0.5, lambda: print("temporizador"))
loop.call_at(now - 1, lambda: print("vencido"))
loop.call_soon(lambda: print("um"))
loop.call_soon(second)
loop.call_soon(lambda: print("três"))
loop.run_forever()
loop.close()
