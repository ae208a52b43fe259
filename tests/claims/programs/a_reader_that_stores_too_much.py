"""Nobody reads a stream while much arrives: does the selector watch its socket on?"""

import asyncio
import socket


async def main():
    here, there = socket.socketpair()
    there.setblocking(False)
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection(sock=here, limit=1000)
    await loop.sock_sendall(there, b"little")
    await asyncio.sleep(0.05)
    print("little stored, watched:", here.fileno() in loop._selector.get_map())
    await loop.sock_sendall(there, bytes(3000))
    while here.fileno() in loop._selector.get_map():
        await asyncio.sleep(0.01)
    print("much stored, watched: False")
    await reader.readexactly(3006)
    print("read, watched:", here.fileno() in loop._selector.get_map())
    writer.close()
    there.close()


asyncio.run(main())
