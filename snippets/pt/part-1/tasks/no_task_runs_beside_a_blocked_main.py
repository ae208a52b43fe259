import asyncio
import time


async def greet():
    print("olá")


async def main():
    task = asyncio.create_task(greet())
    time.sleep(0.05)
    print("dormi")
    await task
    print("aguardei")


asyncio.run(main())
