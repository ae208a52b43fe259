import asyncio
import time


def tick(number, last):
    now = loop.time()
    gap = 1000 * (now - last)
    print(f"batida {number}, {gap:.0f} ms depois da anterior")
    if number == 6:
        loop.stop()
        return
    loop.call_later(0.02, tick, number + 1, now)
    if number == 3:
        loop.call_soon(greedy)


def greedy():
    print("o trabalho guloso pega o controle")
    time.sleep(0.2)
    print("o trabalho guloso devolve o controle")


loop = asyncio.new_event_loop()
loop.call_later(0.02, tick, 1, loop.time())
loop.run_forever()
loop.close()
