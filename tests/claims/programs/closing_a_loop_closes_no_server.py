"""What the program opened stays open when its loop is closed: here, a server that listens."""

import asyncio
import socket

loop = asyncio.new_event_loop()
server = loop.run_until_complete(loop.create_server(asyncio.Protocol, "127.0.0.1", 0))
own = [loop._ssock, loop._csock]
address = server.sockets[0].getsockname()
loop.close()
print("own pair", [end.fileno() for end in own])
with socket.create_connection(address, timeout=5):
    print("still accepts")
