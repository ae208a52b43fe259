import asyncio


async def pause(name):
    print(name, "begins")
    await asyncio.sleep(0.02)
    print(name, "ends")


async def main():
    a = pause("A")
    b = pause("B")
    await a
    await b


asyncio.run(main())
