"""Nothing is kept, and the connection is closing: does ``drain`` suspend?"""

import asyncio
import socket


async def main():
    here, there = socket.socketpair()
    _, writer = await asyncio.open_connection(sock=here)
    steps = []

    async def count():
        while True:
            steps.append(1)
            await asyncio.sleep(0)

    counter = asyncio.create_task(count())
    await writer.drain()
    print("open, steps of the other task:", len(steps))
    writer.close()
    try:
        await writer.drain()
    except ConnectionResetError:
        print("closing, steps of the other task:", len(steps))
    counter.cancel()
    there.close()


asyncio.run(main())
