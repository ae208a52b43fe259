import asyncio
import gc


async def wait_at_a_door():
    door = asyncio.Event()
    await door.wait()
    print("the door is open")


async def main():
    asyncio.create_task(wait_at_a_door())
    await asyncio.sleep(0)
    print("tasks:", len(asyncio.all_tasks()))
    gc.collect()
    await asyncio.sleep(0.1)
    print("tasks:", len(asyncio.all_tasks()))


if __name__ == "__main__":
    asyncio.run(main())
