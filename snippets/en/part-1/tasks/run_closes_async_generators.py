import asyncio


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")


async def main(generator):
    print("received:", await anext(generator))
    print("main ends")


if __name__ == "__main__":
    generator = numbers()
    asyncio.run(main(generator))
    print("asyncio.run is over")
