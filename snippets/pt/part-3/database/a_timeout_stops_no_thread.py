import asyncio
import time


def query():
    time.sleep(1)
    print("a consulta termina")


async def main():
    try:
        async with asyncio.timeout(0.2):
            await asyncio.to_thread(query)
    except TimeoutError:
        print("main desiste")


if __name__ == "__main__":
    asyncio.run(main())
