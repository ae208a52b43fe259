import asyncio


class Pause:
    def __await__(self):
        print("before")
        yield
        print("after")


async def main():
    asyncio.get_running_loop().call_soon(print, "one turn")
    await Pause()


asyncio.run(main())
