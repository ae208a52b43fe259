import asyncio
import threading
import time


def later(call, loop, begin):
    time.sleep(0.1)
    call(report, call.__name__, loop, begin)


def report(name, loop, begin):
    waited = loop.time() - begin
    print(f"{name}: chamado após {waited * 1000:.0f} ms")


async def main():
    loop = asyncio.get_running_loop()
    for call in (loop.call_soon, loop.call_soon_threadsafe):
        inside = (call, loop, loop.time())
        threading.Thread(target=later, args=inside).start()
        await asyncio.sleep(0.5)


if __name__ == "__main__":
    asyncio.run(main())
