import asyncio
import threading


async def wait_for_a_thread(name):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    ways = {
        "set_result": lambda: future.set_result(42),
        "call_soon_threadsafe": lambda: loop.call_soon_threadsafe(future.set_result, 42),
    }
    began = loop.time()
    keep_waiting = loop.call_later(1, lambda: None)
    threading.Timer(0.1, ways[name]).start()
    await future
    print(name, "late" if loop.time() - began > 0.7 else "in time")
    keep_waiting.cancel()


async def main():
    await wait_for_a_thread("set_result")
    await wait_for_a_thread("call_soon_threadsafe")


asyncio.run(main())
