"""Nobody reads at the other end. What is written is kept; ``drain`` waits where that is much."""

import asyncio
import selectors
import socket


async def main():
    here, there = socket.socketpair()
    there.setblocking(False)
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection(sock=here)
    other = asyncio.create_task(asyncio.sleep(0))
    writer.write(b"little")
    await writer.drain()
    print("little: kept", writer.transport.get_write_buffer_size(), "suspended:", other.done())
    writer.write(bytes(10_000_000))
    print("much: kept some:", writer.transport.get_write_buffer_size() > 0)
    key = loop._selector.get_map()[here.fileno()]
    print("watched for writing:", bool(key.events & selectors.EVENT_WRITE))
    drained = asyncio.create_task(writer.drain())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("drained before anybody reads:", drained.done())
    came = 0
    while not drained.done():
        came += len(await loop.sock_recv(there, 1_000_000))
    print("read before it was drained:", came > 1_000_000)
    writer.transport.abort()
    there.close()


asyncio.run(main())
