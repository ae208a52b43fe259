import asyncio
import threading
import time


def query(number):
    time.sleep(0.5)
    return number * number


def answered(future, answer):
    if not future.done():
        future.set_result(answer)


def work(loop, future, number):
    answer = query(number)
    loop.call_soon_threadsafe(answered, future, answer)


async def ask(number):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    inside = (loop, future, number)
    threading.Thread(target=work, args=inside).start()
    return await future


async def main():
    print("resposta:", await ask(4))


if __name__ == "__main__":
    asyncio.run(main())
