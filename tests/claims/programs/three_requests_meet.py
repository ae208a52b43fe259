"""A server that answers nobody before three have asked: clients in threads, then with asyncio."""

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

all_three = threading.Barrier(3)


def answer(connection):
    with connection:
        connection.recv(100)
        all_three.wait()
        connection.sendall(b"ok")


def serve(listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=[connection]).start()


def ask(address):
    with socket.create_connection(address) as connection:
        connection.sendall(b"1")
        return connection.recv(100), threading.get_ident()


async def ask_async(address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"1")
    answer = await reader.read()
    writer.close()
    return answer, threading.get_ident()


async def with_asyncio(address):
    return await asyncio.gather(*(ask_async(address) for _ in range(3)))


def told(name, answers):
    print(name, {answer for answer, _ in answers}, len({thread for _, thread in answers}))


listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=serve, args=[listener], daemon=True).start()
address = listener.getsockname()
with ThreadPoolExecutor() as pool:
    told("threads:", list(pool.map(ask, [address] * 3)))
told("asyncio:", asyncio.run(with_asyncio(address)))
