"""`receive` of the page, cancelled while it waits."""

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
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        task = asyncio.create_task(receive(here))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            print(type(error).__name__)
        print("watched:", len(asyncio.get_running_loop()._selector.get_map()))


asyncio.run(main())
