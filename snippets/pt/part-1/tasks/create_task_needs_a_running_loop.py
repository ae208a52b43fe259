import asyncio


async def hello():
    print("olá!")


asyncio.create_task(hello())
