import asyncio
import socket


def arrived(end, future):
    if not future.done():
        future.set_result(end.recv(100))


async def receive(end):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.add_reader(end, arrived, end, future)
    try:
        return await future
    finally:
        loop.remove_reader(end)


async def main():
    loop = asyncio.get_running_loop()
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        loop.call_later(0.2, there.send, b"hello")
        print("received:", await receive(here))


if __name__ == "__main__":
    asyncio.run(main())
