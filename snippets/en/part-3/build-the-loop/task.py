from future import Future
from ready_queue import Loop


class Task(Future):
    def __init__(self, loop, coroutine):
        super().__init__(loop)
        self.coroutine = coroutine
        loop.call_soon(self.step)

    def step(self, _=None):
        try:
            climbed = self.coroutine.send(None)
        except StopIteration as end:
            self.set_result(end.value)
        else:
            if climbed is None:
                self.loop.call_soon(self.step)
            else:
                climbed.add_done_callback(self.step)


async def dig(hole):
    hole.set_result("1 m")
    print("dig: the hole is there")
    return "spade"


async def plant():
    hole = Future(loop)
    digger = Task(loop, dig(hole))
    print("plant: a hole of", await hole)
    print("plant: given back:", await digger)


if __name__ == "__main__":
    loop = Loop()
    Task(loop, plant())
    while loop.ready:
        loop.turn()
