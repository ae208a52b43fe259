import asyncio


class Database:
    """Não sabe nada de tarefas: chama de volta com as linhas."""

    def query(self, key, callback):
        loop = asyncio.get_running_loop()
        loop.call_later(0.4, callback, key * 100)


async def fetch(database, key):
    rows = asyncio.get_running_loop().create_future()
    database.query(key, rows.set_result)
    return await rows


async def main():
    database = Database()
    fetches = [fetch(database, key) for key in (1, 2)]
    rows = await asyncio.gather(*fetches)
    print(f"buscado: {rows}")


if __name__ == "__main__":
    asyncio.run(main())
