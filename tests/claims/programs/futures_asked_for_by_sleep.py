import asyncio


class Loop(asyncio.SelectorEventLoop):
    asked = 0

    def create_future(self):
        self.asked += 1
        return super().create_future()


async def main():
    loop = asyncio.get_running_loop()
    for delay in 0, 0.001:
        before = loop.asked
        await asyncio.sleep(delay)
        print(delay, loop.asked - before)


loop = Loop()
loop.run_until_complete(main())
loop.close()
