import asyncio


async def hello():
    print("hello!")


asyncio.create_task(hello())
