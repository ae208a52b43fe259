import asyncio
import sqlite3
from contextlib import closing


async def main():
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            await asyncio.to_thread(database.execute, "SELECT 1")
            print("executed")
        except sqlite3.ProgrammingError:
            print("ProgrammingError")
    print("end")


if __name__ == "__main__":
    asyncio.run(main())
