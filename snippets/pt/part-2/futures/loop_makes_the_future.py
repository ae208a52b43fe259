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
    loop = Loop()
    loop.run_until_complete(main())
    loop.close()
