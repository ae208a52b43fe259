"""A thread answers a task that was cancelled in the meantime."""

import asyncio
import threading

may_answer = threading.Event()


def work(loop, future):
    may_answer.wait(timeout=40)
    loop.call_soon_threadsafe(future.set_result, 16)


async def ask():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Thread(target=work, args=(loop, future)).start()
    return await future


async def main():
    loop = asyncio.get_running_loop()
    heard = asyncio.Event()
    loop.set_exception_handler(lambda _, told: (print(repr(told["exception"])), heard.set()))
    task = asyncio.create_task(ask())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())
    may_answer.set()
    await heard.wait()


asyncio.run(main())
