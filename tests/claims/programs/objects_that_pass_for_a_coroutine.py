import asyncio


class NoClose:
    def __init__(self, coroutine):
        self.inner = coroutine

    def send(self, value):
        return self.inner.send(value)

    def throw(self, error):
        return self.inner.throw(error)

    def __await__(self):
        return self.inner.__await__()


class WithClose(NoClose):
    def close(self):
        self.inner.close()


async def answer():
    return 42


async def main():
    for kind in WithClose, NoClose:
        inner = answer()
        try:
            print(await asyncio.create_task(kind(inner)))
        except TypeError:
            print("refused")
            inner.close()


asyncio.run(main())
