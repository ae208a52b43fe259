"""A database that answers nobody before five have asked."""

import asyncio
import threading

asked = []


async def serve(reader, writer):
    asked.append(await reader.readline())
    while len(asked) < 5:
        await asyncio.sleep(0.01)
    writer.write(b"%d\n" % threading.active_count())
    writer.close()


async def query(address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"1\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return int(answer)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    threads = await asyncio.gather(*(query(address) for _ in range(5)))
    print(f"at once: {len(asked)}, threads: {max(threads)}")
    server.close()


asyncio.run(main())
