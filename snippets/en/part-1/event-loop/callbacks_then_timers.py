import asyncio


def second():
    print("two")
    loop.call_soon(lambda: print("follow-up"))


loop = asyncio.new_event_loop()
now = loop.time()
loop.call_at(now + 1.0, loop.stop)
loop.call_at(now + 0.5, lambda: print("timer"))
loop.call_at(now - 1, lambda: print("overdue"))
loop.call_soon(lambda: print("one"))
loop.call_soon(second)
loop.call_soon(lambda: print("three"))
loop.run_forever()
loop.close()
