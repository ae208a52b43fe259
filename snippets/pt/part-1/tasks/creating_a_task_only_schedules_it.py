import asyncio


async def loudmouth_penguin(magic_number):
    print(f"PINGUIM {magic_number}! ABRAM ALAS!")


async def main():
    loop = asyncio.get_running_loop()
    print("trabalhos prontos:", len(loop._ready))
    task = asyncio.create_task(loudmouth_penguin(7))
    print("trabalhos prontos:", len(loop._ready))
    print("concluída?", task.done())
    await task
    print("concluída?", task.done())


asyncio.run(main())
