"""A descriptor that can be read is reported in each turn, until somebody reads."""

import asyncio
import socket

calls = turns = 0


def readable():
    global calls
    calls += 1


here, there = socket.socketpair()
there.send(b"hello")
loop = asyncio.new_event_loop()
loop.add_reader(here, readable)
for _ in range(3):
    loop.call_soon(loop.stop)
    loop.run_forever()
    turns += 1
print(f"called {calls} times in {turns} turns")
loop.close()
