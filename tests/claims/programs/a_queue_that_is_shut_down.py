"""shutdown of a queue (Python 3.13): its items can be taken out, then get raises."""

import asyncio


async def main():
    queue = asyncio.Queue()
    if not hasattr(queue, "shutdown"):
        print("no shutdown")
        return
    queue.put_nowait(1)
    queue.shutdown()
    print(await queue.get())
    try:
        await queue.get()
    except asyncio.QueueShutDown:
        print("QueueShutDown")


asyncio.run(main())
