import asyncio


async def pause(seconds):
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    loop.call_later(seconds, over.set_result, None)
    await over


async def rest(name):
    print(f"{name} rests")
    await pause(0.1)
    print(f"{name} is awake")


async def main():
    await asyncio.gather(rest("Ada"), rest("Max"))


if __name__ == "__main__":
    asyncio.run(main())
