import asyncio


async def fetch(page):
    await asyncio.sleep(0.05)
    print(f"página {page} chegou")


async def fetch_in_turn(places, page):
    async with places:
        await fetch(page)


async def main():
    places = asyncio.Semaphore(2)
    pages = (fetch_in_turn(places, page) for page in (1, 2, 3, 4))
    await asyncio.gather(*pages)
    print("todas as páginas chegaram")


if __name__ == "__main__":
    asyncio.run(main())
