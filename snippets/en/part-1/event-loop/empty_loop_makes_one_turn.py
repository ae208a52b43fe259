import asyncio
import selectors


class TalkingSelector(selectors.DefaultSelector):
    turns = 0

    def select(self, timeout=None):
        self.turns += 1
        print(f"turn {self.turns}: select({timeout})")
        return super().select(timeout)


loop = asyncio.SelectorEventLoop(TalkingSelector())
try:
    loop.run_forever()
finally:
    loop.close()
