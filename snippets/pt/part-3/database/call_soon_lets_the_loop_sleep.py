import asyncio
import threading
import time


def work(loop, future):
    time.sleep(0.5)
    loop.call_soon(future.set_result, 16)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(1.5, print, "um temporizador vence")
    threading.Thread(target=work, args=(loop, future)).start()
    print("resposta:", await future)


if __name__ == "__main__":
    asyncio.run(main())
