import asyncio
import gc

finished = 0


async def work():
    global finished
    await asyncio.sleep(0.1)
    finished += 1


async def main():
    for _ in range(100):
        asyncio.create_task(work())
    gc.collect()
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0.3)
    print(f"{finished} de 100")


if __name__ == "__main__":
    gc.set_threshold(1)
    asyncio.run(main())
