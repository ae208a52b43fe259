import asyncio


class Database:
    """It knows nothing of tasks: it calls back when it has rows."""

    def query(self, key, callback):
        loop = asyncio.get_running_loop()
        loop.call_later(0.05, callback, key * 100)


async def fetch(database, key):
    database.query(key, print)


async def main():
    database = Database()
    rows = await asyncio.gather(*(fetch(database, key) for key in (1, 2)))
    print(f"fetched: {rows}")


if __name__ == "__main__":
    asyncio.run(main())
