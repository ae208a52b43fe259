import asyncio


async def loudmouth_penguin(magic_number):
    print(f"PENGUIN {magic_number}! MAKE WAY!")


async def main():
    loop = asyncio.get_running_loop()
    print("jobs ready:", len(loop._ready))
    task = asyncio.create_task(loudmouth_penguin(7))
    print("jobs ready:", len(loop._ready))
    print("done?", task.done())
    await task
    print("done?", task.done())


asyncio.run(main())
