import asyncio


async def job():
    try:
        print("começa")
        await asyncio.sleep(1)
    finally:
        print("limpa")


async def main():
    task = asyncio.create_task(job())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelada")


asyncio.run(main())
