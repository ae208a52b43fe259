"""A future that a thread was to complete, and does not, because it fails."""

import asyncio
import threading

threading.excepthook = lambda args: print("in the thread:", args.exc_type.__name__)


def query():
    raise KeyError("no such row")


def work(loop, future):
    answer = query()
    loop.call_soon_threadsafe(future.set_result, answer)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    thread = threading.Thread(target=work, args=(loop, future))
    thread.start()
    await asyncio.to_thread(thread.join)
    print("thread alive:", thread.is_alive(), "future done:", future.done())
    try:
        await asyncio.to_thread(query)
    except KeyError:
        print("to_thread: KeyError")


asyncio.run(main())
