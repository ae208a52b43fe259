import asyncio


class Rock:
    def __await__(self):
        return (yield 7)


async def main():
    print("main: about to await the rock")
    try:
        await Rock()
    except RuntimeError:
        print("main: the await raised an exception")
        raise


if __name__ == "__main__":
    asyncio.run(main())
