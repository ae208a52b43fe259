import asyncio


class Rock:
    def __await__(self):
        return (yield 7)


async def main():
    print("main: vou aguardar a pedra")
    try:
        await Rock()
    except RuntimeError:
        print("main: o await levantou uma exceção")
        raise


if __name__ == "__main__":
    asyncio.run(main())
