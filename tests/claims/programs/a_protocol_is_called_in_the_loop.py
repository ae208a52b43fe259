"""Where the methods of a protocol are called, and what becomes of a future when all is over."""

import asyncio
import socket
import threading


class Client(asyncio.Protocol):
    def connection_made(self, transport):
        self.answer = asyncio.get_running_loop().create_future()
        self.lost = asyncio.get_running_loop().create_future()

    def data_received(self, data):
        here = threading.current_thread() is threading.main_thread()
        print("in the loop:", here and asyncio.get_running_loop() is self.answer.get_loop())

    def connection_lost(self, error):
        self.lost.set_result(error)


async def main():
    here, there = socket.socketpair()
    _, client = await asyncio.get_running_loop().create_connection(Client, sock=here)
    there.send(b"half an answer")
    there.close()
    print("lost:", await client.lost)
    print("answer done:", client.answer.done())


asyncio.run(main())
