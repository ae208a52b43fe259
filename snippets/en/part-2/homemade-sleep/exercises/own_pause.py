import asyncio
import time


async def pause(seconds):
    time.sleep(seconds)


async def rest(name):
    print(f"{name} rests")
    await pause(0.1)
    print(f"{name} is awake")


async def main():
    await asyncio.gather(rest("Ada"), rest("Max"))


if __name__ == "__main__":
    asyncio.run(main())
