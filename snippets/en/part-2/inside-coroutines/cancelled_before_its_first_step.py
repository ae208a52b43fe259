import asyncio


async def nap():
    try:
        print("nap: begun")
        await asyncio.sleep(10)
    finally:
        print("nap: finally")


def note(task):
    print(f"callback: task cancelled: {task.cancelled()}")


async def main():
    for turns in (1, 0):
        print(f"main: turns before cancel: {turns}")
        task = asyncio.create_task(nap())
        task.add_done_callback(note)
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])


if __name__ == "__main__":
    asyncio.run(main())
