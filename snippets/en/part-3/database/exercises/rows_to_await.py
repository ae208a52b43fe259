import asyncio


class Database:
    """Knows nothing of tasks: calls back when it has rows."""

    def query(self, key, callback):
        loop = asyncio.get_running_loop()
        loop.call_later(0.4, callback, key * 100)


async def fetch(database, key):
    database.query(key, print)


async def main():
    database = Database()
    fetches = [fetch(database, key) for key in (1, 2)]
    rows = await asyncio.gather(*fetches)
    print(f"fetched: {rows}")


if __name__ == "__main__":
    asyncio.run(main())
