import asyncio
import sqlite3
import time
from contextlib import closing


def query(number):
    time.sleep(number / 4)
    with closing(sqlite3.connect(":memory:")) as database:
        (row,) = database.execute("SELECT ?1 * ?1", [number])
    return row[0]


async def other():
    print("another task runs")


async def main():
    begin = time.monotonic()
    task = asyncio.create_task(other())
    queries = [asyncio.to_thread(query, n) for n in (1, 2, 3)]
    print("answers:", await asyncio.gather(*queries))
    await task
    print(f"all three took {time.monotonic() - begin:.2f} s")


if __name__ == "__main__":
    asyncio.run(main())
