import asyncio
import time


def tick(number, last):
    now = loop.time()
    gap = 1000 * (now - last)
    print(f"tick {number}, {gap:.0f} ms after the last")
    if number == 6:
        loop.stop()
        return
    loop.call_later(0.02, tick, number + 1, now)
    if number == 3:
        loop.call_soon(greedy)


def greedy():
    print("the greedy job takes control")
    time.sleep(0.2)
    print("the greedy job gives it back")


loop = asyncio.new_event_loop()
loop.call_later(0.02, tick, 1, loop.time())
loop.run_forever()
loop.close()
