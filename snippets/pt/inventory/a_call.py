import asyncio


async def greet():
    print("olá")


async def main():
    greeting = greet()
    print("criada")
    await greeting


asyncio.run(main())
