import asyncio


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("gerador fechado")


async def main(generator):
    print("recebido:", await anext(generator))
    print("main termina")


if __name__ == "__main__":
    generator = numbers()
    asyncio.run(main(generator))
    print("asyncio.run terminou")
