"""A failed task that nobody keeps: when does its message come, if the exception leads to it?"""

import asyncio
import gc

background = set()


def start(coroutine):
    task = asyncio.create_task(coroutine)
    background.add(task)
    task.add_done_callback(background.discard)


async def plain():
    raise ValueError("plain")


async def leads_back():
    me = asyncio.current_task()
    raise ValueError(f"leads back to {type(me).__name__}")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, told: print(told["exception"]))
    for coroutine in plain(), leads_back():
        start(coroutine)
        for _ in range(3):
            await asyncio.sleep(0)
        print(len(background), "kept")
    gc.collect()


gc.disable()
asyncio.run(main())
