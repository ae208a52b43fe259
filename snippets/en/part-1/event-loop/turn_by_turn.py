import asyncio
import selectors


class TalkingSelector(selectors.DefaultSelector):
    turns = 0

    def select(self, timeout=None):
        self.turns += 1
        print(f"turn {self.turns}: select({timeout:.2f} s)")
        return super().select(timeout)


def second():
    print("  two")
    loop.call_soon(lambda: print("  follow-up"))


loop = asyncio.SelectorEventLoop(TalkingSelector())
now = loop.time()
loop.call_at(now + 1.0, loop.stop)
loop.call_at(now + 0.5, lambda: print("  timer"))
loop.call_at(now - 1, lambda: print("  overdue"))
loop.call_soon(lambda: print("  one"))
loop.call_soon(second)
loop.call_soon(lambda: print("  three"))
cancelled = loop.call_soon(lambda: print("  cancelled"))
cancelled.cancel()
loop.run_forever()
loop.close()
