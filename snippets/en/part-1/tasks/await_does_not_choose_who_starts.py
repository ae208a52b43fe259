import asyncio


async def say(text):
    print(text)


async def main():
    a = asyncio.create_task(say("a"))
    b = asyncio.create_task(say("b"))
    print("main")
    await b
    print("main")
    await a


asyncio.run(main())
