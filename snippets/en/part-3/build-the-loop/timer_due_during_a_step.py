import time

import little_asyncio


async def main():
    loop = little_asyncio.get_running_loop()
    loop.call_later(0.1, print, "timer")
    time.sleep(0.2)
    print("main: first step")
    await little_asyncio.sleep(0)
    print("main: second step")


if __name__ == "__main__":
    little_asyncio.run(main())
