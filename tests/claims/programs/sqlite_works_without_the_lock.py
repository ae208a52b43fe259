"""Another thread counts while SQLite, which calls no Python, counts to some millions."""

import asyncio
import sqlite3
import sys
from contextlib import closing

COUNT = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)
    SELECT count(*) FROM n"""
state = {"begun": False, "ended": False, "ticks": 0}


def query():
    with closing(sqlite3.connect(":memory:")) as database:
        state["begun"] = True
        database.execute(COUNT).fetchone()
        state["ended"] = True


async def main():
    sys.setswitchinterval(1000)  # nobody is made to hand over the lock
    task = asyncio.create_task(asyncio.to_thread(query))
    while not task.done():
        state["ticks"] += state["begun"] and not state["ended"]
        await asyncio.sleep(0.001)
    print("ticked meanwhile:", state["ticks"] > 1)


asyncio.run(main())
