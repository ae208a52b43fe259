import asyncio
import time


def work():
    time.sleep(0.3)
    print("a thread termina")


async def main():
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, work)
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
    print("asyncio.run terminou")
