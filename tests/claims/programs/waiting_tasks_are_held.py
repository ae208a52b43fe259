"""Tasks that nobody keeps, waiting for what something outside will bring: none is collected."""

import asyncio
import gc
import socket
import time


async def timer():
    await asyncio.sleep(0.3)
    print("timer")


async def thread():
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.4)
    print("thread")


async def reader(end):
    await asyncio.get_running_loop().sock_recv(end, 1)
    print("socket")


async def other_task():
    await asyncio.create_task(asyncio.sleep(0.6))
    print("task")


async def main():
    here, there = socket.socketpair()
    here.setblocking(False)
    for coroutine in (timer(), thread(), reader(here), other_task()):
        asyncio.create_task(coroutine)
    del coroutine
    for _ in range(3):
        await asyncio.sleep(0.05)
        gc.collect()
    there.send(b"!")
    while len(asyncio.all_tasks()) > 1:
        await asyncio.sleep(0.05)
    here.close()
    there.close()


asyncio.run(main())
