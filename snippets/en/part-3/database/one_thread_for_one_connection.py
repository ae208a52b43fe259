import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def query(number):
    print("begins:", number)
    time.sleep(0.2)
    print("ends:", number)


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as thread:
        one = loop.run_in_executor(thread, query, 1)
        two = loop.run_in_executor(thread, query, 2)
        await asyncio.gather(one, two)


if __name__ == "__main__":
    asyncio.run(main())
