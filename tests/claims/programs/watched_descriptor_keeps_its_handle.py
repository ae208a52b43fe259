"""The handle of a watched descriptor joins the ready queue each time the descriptor is ready."""

import asyncio
import socket


def read():
    here.recv(1)
    handles.append(loop._selector.get_key(here).data[0])
    there.send(b"!")
    if len(handles) == 3:
        loop.stop()


handles = []
here, there = socket.socketpair()
loop = asyncio.new_event_loop()
loop.add_reader(here, read)
there.send(b"!")
loop.run_forever()
print(len(handles), "calls", len(set(map(id, handles))), type(handles[0]).__name__)
loop.close()
here.close()
there.close()
