import heapq
import time

import ready_queue


class Timer(tuple):
    def __lt__(self, other):
        return self[0] < other[0]


class Loop(ready_queue.Loop):
    time = staticmethod(time.monotonic)

    def __init__(self):
        super().__init__()
        self.timers = []

    def call_at(self, when, callback, *args):
        heapq.heappush(self.timers, Timer((when, callback, args)))

    def call_later(self, seconds, callback, *args):
        self.call_at(self.time() + seconds, callback, *args)

    def turn(self):
        if not self.ready:
            due = self.timers[0][0] if self.timers else self.time() + 3600
            time.sleep(max(0, due - self.time()))
        while self.timers and self.timers[0][0] <= self.time():
            self.ready.append(heapq.heappop(self.timers)[1:])
        super().turn()


if __name__ == "__main__":
    loop = Loop()
    loop.call_later(0.8, print, "late")
    loop.call_later(0.2, print, "early")
    for number in (1, 2):
        print("turn", number)
        loop.turn()
