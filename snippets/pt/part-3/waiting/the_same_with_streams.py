import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    here, there = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=here)
    loop.call_later(0.2, there.send, b"hello\nworld\n")
    print("recebido:", await reader.readline())
    print("recebido:", await reader.readline())
    writer.close()
    await writer.wait_closed()
    there.close()


if __name__ == "__main__":
    asyncio.run(main())
