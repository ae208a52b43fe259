"""`sock_recv` of a socket that has data gives it at once, in the same step."""

import asyncio
import socket

ran = False


async def other():
    global ran
    ran = True


async def main():
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        there.send(b"hello")
        task = asyncio.create_task(other())
        print(await asyncio.get_running_loop().sock_recv(here, 100))
        print("other ran:", ran)
        await task


asyncio.run(main())
