import asyncio


class Loop(asyncio.SelectorEventLoop):
    def create_future(self):
        print("laço: mais um future, anotado")
        return super().create_future()


async def main():
    print("main: vou dormir")
    await asyncio.sleep(0.1)
    print("main: acordei")


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(main())
