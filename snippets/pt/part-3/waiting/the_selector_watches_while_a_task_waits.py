import asyncio
import socket


def watched():
    return len(asyncio.get_running_loop()._selector.get_map())


async def listener(end):
    print("recebido:", await asyncio.get_running_loop().sock_recv(end, 100))


async def main():
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        print("antes:", watched())
        task = asyncio.create_task(listener(here))
        await asyncio.sleep(0.1)
        print("enquanto espera:", watched())
        there.send(b"hello")
        await task
        print("depois:", watched())


if __name__ == "__main__":
    asyncio.run(main())
