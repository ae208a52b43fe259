"""`set_result` in another thread: the loop sleeps on; in debug mode it raises in the thread."""

import asyncio
import threading


def sets(asleep, future):
    asleep.wait(timeout=40)
    future.set_result(16)


async def main():
    loop = asyncio.get_running_loop()
    future, asleep = loop.create_future(), threading.Event()
    select = loop._selector.select

    def told(timeout=None):
        if timeout:  # computed already: what joins the queue now is not seen before it is over
            asleep.set()
        return select(timeout)

    loop._selector.select = told
    begin = loop.time()
    loop.call_later(1, int)
    threading.Thread(target=sets, args=(asleep, future)).start()
    await future
    print("slept until the timer:", loop.time() - begin >= 0.99)


async def in_debug_mode():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(print)
    try:
        await asyncio.to_thread(future.set_result, 16)
    except RuntimeError as error:
        print("RuntimeError:", str(error)[:25])


asyncio.run(main())
asyncio.run(in_debug_mode(), debug=True)
