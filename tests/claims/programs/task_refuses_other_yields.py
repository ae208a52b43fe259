import asyncio


class HandUp:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        yield self.value


async def main():
    bare_future = asyncio.get_running_loop().create_future()
    for value in 7, "text", iter(()), (n for n in range(3)), bare_future:
        try:
            await HandUp(value)
        except RuntimeError:
            print("refused")


asyncio.run(main())
