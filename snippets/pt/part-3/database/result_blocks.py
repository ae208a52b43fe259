import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def query(number):
    time.sleep(0.5)
    return number * number


async def other():
    print("outra tarefa roda")


async def main():
    task = asyncio.create_task(other())
    with ThreadPoolExecutor() as threads:
        print("result:", threads.submit(query, 4).result())
        future = asyncio.wrap_future(threads.submit(query, 5))
        print("await:", await future)
    await task


if __name__ == "__main__":
    asyncio.run(main())
