import asyncio


async def fetch(page):
    await asyncio.sleep(0.05)
    print(f"page {page} is here")


async def main():
    await asyncio.gather(*(fetch(page) for page in (1, 2, 3, 4)))
    print("all pages are here")


if __name__ == "__main__":
    asyncio.run(main())
