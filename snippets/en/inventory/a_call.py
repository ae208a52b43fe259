import asyncio


async def greet():
    print("hello")


async def main():
    greeting = greet()
    print("made")
    await greeting


asyncio.run(main())
