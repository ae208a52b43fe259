from collections import deque


class Pause:
    def __await__(self):
        yield


async def walk(name):
    for step in (1, 2):
        print(f"{name}: passo {step}")
        await Pause()


def run(*coroutines):
    ready = deque(coroutines)
    while ready:
        coroutine = ready.popleft()
        try:
            while True:
                coroutine.send(None)
        except StopIteration:
            pass


run(walk("Ada"), walk("Max"))
