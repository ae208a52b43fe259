import asyncio
import sqlite3
import time
from contextlib import closing


def query(number):
    time.sleep(0.5)
    with closing(sqlite3.connect(":memory:")) as database:
        (row,) = database.execute("SELECT ? * ?", [number, number])
    return row[0]


async def other():
    print("outra tarefa roda")


async def main():
    task = asyncio.create_task(other())
    print("resposta:", query(4))
    await task


if __name__ == "__main__":
    asyncio.run(main())
