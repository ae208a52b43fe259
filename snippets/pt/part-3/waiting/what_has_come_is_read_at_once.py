import asyncio
import socket


async def answer(there):
    there.send(b"two")
    print("enviado")


async def main():
    here, there = socket.socketpair()
    here.setblocking(False)
    with here, there:
        task = asyncio.create_task(answer(there))
        there.send(b"one")
        for _ in range(2):
            print(await asyncio.get_running_loop().sock_recv(here, 9))
        await task


asyncio.run(main())
