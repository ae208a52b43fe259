import asyncio


async def say(text):
    print(text)


async def wrapped():
    await asyncio.create_task(say("w1"))
    await asyncio.create_task(say("w2"))


async def plain():
    await say("p1")
    await say("p2")


async def main():
    await asyncio.gather(wrapped(), plain())


asyncio.run(main())
