import asyncio
import threading


def work(loop, future):
    try:
        loop.call_soon_threadsafe(future.set_result, 42)
    except RuntimeError as error:
        print(error)


loop = asyncio.new_event_loop()
future = loop.create_future()
loop.close()
thread = threading.Thread(target=work, args=(loop, future))
thread.start()
thread.join()
