import asyncio
import threading


async def where():
    return threading.current_thread().name


def run(loop):
    print(loop.run_until_complete(where()))


loop = asyncio.new_event_loop()
for name in "first", "second":
    thread = threading.Thread(target=run, args=(loop,), name=name)
    thread.start()
    thread.join()
loop.close()
