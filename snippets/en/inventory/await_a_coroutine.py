import asyncio


async def other():
    print("other")


async def fetch():
    print("fetch")


async def main():
    task = asyncio.create_task(other())
    await fetch()
    print("main")
    await task


asyncio.run(main())
