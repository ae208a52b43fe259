import asyncio
import gc

answers = []


async def serve(reader, writer):
    await reader.readline()
    gc.collect()
    writer.write(b"42\n")
    writer.close()


async def ask(port):
    host = "127.0.0.1"
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"6 x 7?\n")
    answers.append(await reader.readline())
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(ask(port))
    print("respostas:", answers)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
