import asyncio
import gc

background = set()


def start(coroutine):
    task = asyncio.create_task(coroutine)
    background.add(task)
    task.add_done_callback(background.discard)


async def wait_at_a_door():
    door = asyncio.Event()
    await door.wait()


async def hello():
    print("hello!")


async def main():
    start(wait_at_a_door())
    start(hello())
    print("kept:", len(background))
    await asyncio.sleep(0.1)
    gc.collect()
    print("kept:", len(background))
    print("tasks:", len(asyncio.all_tasks()))


if __name__ == "__main__":
    asyncio.run(main())
