from collections import deque


class Loop:
    def __init__(self):
        self.ready = deque()

    def call_soon(self, callback, *args):
        self.ready.append((callback, args))

    def turn(self):
        for _ in range(len(self.ready)):
            callback, args = self.ready.popleft()
            callback(*args)


def first():
    print("first")
    loop.call_soon(print, "follow-up")


if __name__ == "__main__":
    loop = Loop()
    loop.call_soon(first)
    loop.call_soon(print, "second")
    for number in (1, 2):
        print("turn", number)
        loop.turn()
