import asyncio
import time


def query():
    time.sleep(1)
    print("the query ends")


async def main():
    try:
        async with asyncio.timeout(0.2):
            await asyncio.to_thread(query)
    except TimeoutError:
        print("main gives up")


if __name__ == "__main__":
    asyncio.run(main())
