import asyncio
import threading


def settle(future, value):
    if future.done():
        print(f"settle: {future}")
    else:
        future.set_result(value)


def work(loop, future, may_answer):
    may_answer.wait()
    loop.call_soon_threadsafe(settle, future, 42)


async def main():
    loop = asyncio.get_running_loop()
    future, may_answer = loop.create_future(), threading.Event()
    args = loop, future, may_answer
    thread = threading.Thread(target=work, args=args)
    thread.start()
    try:
        await asyncio.wait_for(future, timeout=0.1)
    except TimeoutError:
        print("main: gave up")
    may_answer.set()
    thread.join()  # it ends at once
    await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main())
