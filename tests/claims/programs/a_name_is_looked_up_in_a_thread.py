"""Who is asked for the address of a name, and in which thread? Of an address, nobody is asked."""

import asyncio
import socket
import threading

real = socket.getaddrinfo
asked = []


def look_up(host, *args, **kwargs):
    asked.append(threading.current_thread() is threading.main_thread())
    return real("127.0.0.1", *args, **kwargs)


async def connect(host, port):
    asked.clear()
    _, writer = await asyncio.open_connection(host, port)
    writer.close()
    print("in the loop's thread:", asked)


async def main():
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    socket.getaddrinfo = look_up
    await connect("some.example", port)
    await connect("127.0.0.1", port)
    server.close()


asyncio.run(main())
