import asyncio
import threading


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    call = loop.call_soon_threadsafe
    thread = threading.Thread(target=call, args=(future.set_result, 42))
    thread.start()
    thread.join()
    print(future.done())
    await asyncio.sleep(0)
    print(future.done())


asyncio.run(main())
