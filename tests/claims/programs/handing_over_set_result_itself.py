"""A thread hands set_result to the loop, and the future is cancelled before it runs."""

import asyncio
import threading


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(repr(context["exception"])))
    future = loop.create_future()
    thread = threading.Thread(target=loop.call_soon_threadsafe, args=(future.set_result, 42))
    thread.start()
    thread.join()
    future.cancel()
    await asyncio.sleep(0)


asyncio.run(main())
