import asyncio
import selectors


class TalkingSelector(selectors.DefaultSelector):
    turns = 0

    def select(self, timeout=None):
        self.turns += 1
        print(f"volta {self.turns}: select({timeout:.2f} s)")
        return super().select(timeout)


def second():
    print("  dois")
    loop.call_soon(lambda: print("  continuação"))


loop = asyncio.SelectorEventLoop(TalkingSelector())
now = loop.time()
loop.call_at(now + 1.0, loop.stop)
loop.call_at(now + 0.5, lambda: print("  temporizador"))
loop.call_at(now - 1, lambda: print("  vencido"))
loop.call_soon(lambda: print("  um"))
loop.call_soon(second)
loop.call_soon(lambda: print("  três"))
cancelled = loop.call_soon(lambda: print("  cancelado"))
cancelled.cancel()
loop.run_forever()
loop.close()
