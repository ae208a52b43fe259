"""Half a line is stored: `readline` waits for its other half."""

import asyncio
import socket


async def other(there):
    await asyncio.sleep(0.05)
    print("other ran")
    there.send(b"lo\n")


async def main():
    here, there = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=here)
    there.send(b"hel")
    await asyncio.sleep(0.05)
    task = asyncio.create_task(other(there))
    print(await reader.readline())
    await task
    writer.close()
    there.close()


asyncio.run(main())
