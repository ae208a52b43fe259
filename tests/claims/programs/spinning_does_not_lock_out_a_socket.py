"""A callback that is always ready leaves room for a socket with data in every turn."""

import asyncio
import socket


def again():
    global calls
    calls += 1
    loop.call_soon(again)


def data():
    print(calls <= 3)
    loop.remove_reader(theirs)
    loop.stop()


calls = 0
ours, theirs = socket.socketpair()
loop = asyncio.new_event_loop()
loop.call_soon(again)
loop.add_reader(theirs, data)
ours.send(b"x")
loop.run_forever()
loop.close()
ours.close()
theirs.close()
