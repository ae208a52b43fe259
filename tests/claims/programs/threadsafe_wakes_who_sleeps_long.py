"""A loop whose next timer is due in an hour is woken by a thread."""

import asyncio
import threading


async def main():
    loop, woken = asyncio.get_running_loop(), asyncio.Event()
    timer = loop.call_later(3600, print, "an hour later")
    thread = threading.Timer(0.1, loop.call_soon_threadsafe, [woken.set])
    thread.start()
    await woken.wait()
    timer.cancel()
    print("woken")


asyncio.run(main())
