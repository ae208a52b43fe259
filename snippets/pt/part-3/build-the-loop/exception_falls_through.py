import little_asyncio


async def fail():
    raise KeyError(404)


async def main():
    try:
        await little_asyncio.create_task(fail())
    except KeyError:
        print("main: capturei")
    print("main: fim")


if __name__ == "__main__":
    try:
        little_asyncio.run(main())
    except KeyError:
        print("run levantou a exceção")
