"""Through which method of the loop asyncio.sleep sets its timer (call_later calls call_at)."""

import asyncio


class TellingLoop(asyncio.SelectorEventLoop):
    def call_later(self, delay, *arguments, **options):
        print("call_later", delay)
        return super().call_later(delay, *arguments, **options)

    def call_at(self, *arguments, **options):
        print("call_at")
        return super().call_at(*arguments, **options)


loop = TellingLoop()
loop.run_until_complete(asyncio.sleep(0.1))
loop.close()
