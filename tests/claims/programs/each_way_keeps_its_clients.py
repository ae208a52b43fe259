"""Clients on streams while garbage is collected: whoever waits for them keeps them."""

import asyncio
import gc


async def serve(reader, writer):
    await reader.readline()
    gc.collect()
    writer.write(b"42\n")
    writer.close()


async def ask(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"6 x 7?\n")
    answer = await reader.readline()
    writer.close()
    return answer


async def gather(port):
    return len(await asyncio.gather(*[ask(port) for _ in range(3)]))


async def wait(port):
    done, _ = await asyncio.wait([asyncio.create_task(ask(port)) for _ in range(3)])
    return sum(task.result() == b"42\n" for task in done)


async def as_completed(port):
    return len([await each for each in asyncio.as_completed([ask(port) for _ in range(3)])])


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for way in gather, wait, as_completed:
        print(way.__name__, await way(port))
    server.close()


asyncio.run(main())
