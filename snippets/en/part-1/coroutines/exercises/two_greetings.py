import asyncio


async def greet(name):
    return f"good morning, {name}"


async def main():
    for name in ("Ada", "Max"):
        print(greet(name))


if __name__ == "__main__":
    asyncio.run(main())
