import asyncio


class Loop(asyncio.SelectorEventLoop):
    def create_future(self):
        print("loop: asked for a future")
        return super().create_future()


async def main():
    print("main: going to sleep")
    await asyncio.sleep(0.1)
    print("main: awake")


if __name__ == "__main__":
    loop = Loop()
    loop.run_until_complete(main())
    loop.close()
