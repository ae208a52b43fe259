import asyncio
import time


async def blocking_sleep(seconds):
    time.sleep(seconds)


async def other_work(number):
    print("outro serviço", number)


async def main():
    work = [asyncio.create_task(other_work(n)) for n in (1, 2, 3)]
    print("começo")
    await asyncio.create_task(blocking_sleep(0.4))
    print("fim")
    for task in work:
        await task


if __name__ == "__main__":
    asyncio.run(main())
