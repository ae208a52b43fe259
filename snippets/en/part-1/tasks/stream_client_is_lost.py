import asyncio
import gc

served = asyncio.Event()
answers = []


async def serve(reader, writer):
    await reader.readline()
    gc.collect()
    writer.write(b"42\n")
    writer.close()
    served.set()


async def ask(port):
    host = "127.0.0.1"
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"6 x 7?\n")
    answers.append(await reader.readline())
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    asyncio.create_task(ask(port))
    await served.wait()
    await asyncio.sleep(0.2)
    print("nobody keeps the task:", answers)
    task = asyncio.create_task(ask(port))
    await task
    print("main keeps the task:", answers)


if __name__ == "__main__":
    gc.disable()
    asyncio.run(main())
