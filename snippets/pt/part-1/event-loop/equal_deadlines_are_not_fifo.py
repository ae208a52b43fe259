import asyncio


def note(number):
    order.append(number)
    if len(order) == 6:
        loop.stop()


def six_equal_timers():
    for number in range(6):
        loop.call_at(deadline, note, number)


loop = asyncio.new_event_loop()
order, deadline = [], loop.time() + 0.1
six_equal_timers()
loop.run_forever()
print(*order)

order, deadline = [], loop.time() + 0.1
six_equal_timers()
loop.call_at(deadline + 60, loop.stop)
loop.run_forever()
print(*order)
loop.close()
