"""What `open_connection` gives to the loop."""

import asyncio
import socket


async def main():
    here, there = socket.socketpair()
    _, writer = await asyncio.open_connection(sock=here)
    print(isinstance(writer.transport.get_protocol(), asyncio.Protocol))
    writer.close()
    await writer.wait_closed()
    there.close()


asyncio.run(main())
