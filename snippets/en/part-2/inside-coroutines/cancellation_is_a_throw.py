import asyncio
from collections.abc import Coroutine


class Spied(Coroutine):
    def __init__(self, coroutine):
        self.inner = coroutine

    def send(self, value):
        print(f"task: send({value!r})")
        return self.inner.send(value)

    def throw(self, error):
        print(f"task: throw({error!r})")
        return self.inner.throw(error)

    def __await__(self):
        return self.inner.__await__()


async def nap():
    try:
        await asyncio.sleep(10)
    finally:
        print("nap: leaving my await")


async def main():
    task = asyncio.create_task(Spied(nap()))
    await asyncio.sleep(0)
    task.cancel()
    print("main: cancel() has returned")
    await asyncio.wait([task])
    print(f"main: cancelled() returns {task.cancelled()}")


if __name__ == "__main__":
    asyncio.run(main())
