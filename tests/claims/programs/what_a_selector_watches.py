"""A pipe, a socket at which connections arrive, one at which datagrams arrive."""

import asyncio
import os
import socket


async def readable(source):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.add_reader(source, future.set_result, None)
    await future
    loop.remove_reader(source)


async def main():
    reader, writer = os.pipe()
    os.write(writer, b"x")
    await readable(reader)
    os.close(reader)
    os.close(writer)
    print("pipe")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        with socket.create_connection(listener.getsockname()):
            await readable(listener)
    print("listener")

    with socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(("127.0.0.1", 0))
        with socket.socket(type=socket.SOCK_DGRAM) as sender:
            sender.sendto(b"x", datagrams.getsockname())
        await readable(datagrams)
    print("datagrams")


asyncio.run(main())
