import asyncio


async def pause(name):
    print(name, "começa")
    await asyncio.sleep(0.02)
    print(name, "termina")


async def main():
    a = pause("A")
    b = pause("B")
    await a
    await b


asyncio.run(main())
