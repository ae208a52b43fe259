import asyncio
from collections.abc import Coroutine


class Spied(Coroutine):
    def __init__(self, coroutine):
        self.inner = coroutine

    def send(self, value):
        print(f"tarefa: send({value!r})")
        return self.inner.send(value)

    def throw(self, error):
        print(f"tarefa: throw({error!r})")
        return self.inner.throw(error)

    def __await__(self):
        return self.inner.__await__()


async def ask(good, bad):
    print(f"ask: {await good}")
    try:
        await bad
    except KeyError as error:
        print(f"ask: {error!r}")


async def main():
    loop = asyncio.get_running_loop()
    good, bad = loop.create_future(), loop.create_future()
    loop.call_later(0.1, good.set_result, 42)
    loop.call_later(0.6, bad.set_exception, KeyError(404))
    await asyncio.create_task(Spied(ask(good, bad)))


if __name__ == "__main__":
    asyncio.run(main())
