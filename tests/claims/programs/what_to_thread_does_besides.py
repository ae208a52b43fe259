"""Threads of an executor, context variables; and a thread of our own that outlives the loop."""

import asyncio
import contextvars
import threading

asks = contextvars.ContextVar("asks", default="nobody")
may_answer = threading.Event()
threading.excepthook = lambda args: print("in the thread:", repr(args.exc_value))


def work(loop, future):
    may_answer.wait(timeout=40)
    loop.call_soon_threadsafe(future.set_result, 16)


def of_executor():
    return [thread for thread in threading.enumerate() if thread.name.startswith("asyncio_")]


async def main():
    asks.set("main")
    print("asked by:", await asyncio.to_thread(asks.get))
    print("of the executor:", len(of_executor()))
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=work, args=(loop, loop.create_future()))
    thread.start()
    return thread


thread = asyncio.run(main())
print("after run:", len(of_executor()), "ours alive:", thread.is_alive())
may_answer.set()
thread.join()
