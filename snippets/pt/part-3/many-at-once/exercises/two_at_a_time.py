import asyncio


async def fetch(page):
    await asyncio.sleep(0.05)
    print(f"página {page} chegou")


async def main():
    await asyncio.gather(*(fetch(page) for page in (1, 2, 3, 4)))
    print("todas as páginas chegaram")


if __name__ == "__main__":
    asyncio.run(main())
