import asyncio
import socket


def readable():
    print("the callback reads", here.recv(100))
    loop.stop()


here, there = socket.socketpair()
here.setblocking(False)
loop = asyncio.new_event_loop()
loop.add_reader(here, readable)
loop.call_later(0.2, there.send, b"hello")
loop.run_forever()
loop.remove_reader(here)
loop.close()
here.close()
there.close()
