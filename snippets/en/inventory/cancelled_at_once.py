import asyncio


async def job():
    try:
        print("begins")
        await asyncio.sleep(1)
    finally:
        print("cleans up")


async def main():
    task = asyncio.create_task(job())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
