"""Fifty clients on streams that nobody keeps: lost without a call of gc.collect."""

import asyncio

asked, answers = [], []
may_answer = asyncio.Event()


async def serve(reader, writer):
    await may_answer.wait()
    writer.write(b"42\n")
    writer.close()


async def ask(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked.append(port)
    answers.append(await reader.readline())


def clients():
    return sum(task.get_coro().__name__ == "ask" for task in asyncio.all_tasks())


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    for _ in range(50):
        asyncio.create_task(ask(server.sockets[0].getsockname()[1]))
    while len(asked) < 50:
        await asyncio.sleep(0.05)
    work = [[] for _ in range(300_000)]  # objects, as any work makes them
    print("clients", clients(), "objects", len(work))
    may_answer.set()
    await asyncio.sleep(0.3)
    print("answers", len(answers))


asyncio.run(main())
