import asyncio


async def main():
    print(asyncio.Future().get_loop() is asyncio.get_running_loop())


asyncio.run(main())
