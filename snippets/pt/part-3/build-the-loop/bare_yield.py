from ready_queue import Loop


class Pause:
    def __await__(self):
        yield


class Task:
    def __init__(self, loop, coroutine):
        self.loop, self.coroutine = loop, coroutine
        loop.call_soon(self.step)

    def step(self):
        try:
            self.coroutine.send(None)
        except StopIteration:
            return
        self.loop.call_soon(self.step)


async def count(name):
    for number in (1, 2):
        print(name, number)
        await Pause()


if __name__ == "__main__":
    loop = Loop()
    Task(loop, count("pão"))
    Task(loop, count("café"))
    for number in (1, 2, 3):
        print("volta", number)
        loop.turn()
