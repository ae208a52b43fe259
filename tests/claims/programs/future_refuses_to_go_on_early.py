import asyncio

loop = asyncio.new_event_loop()
future = loop.create_future()


async def main():
    await future


coroutine = main()
coroutine.send(None)
try:
    coroutine.send(None)
except RuntimeError as error:
    print(error)
loop.close()
