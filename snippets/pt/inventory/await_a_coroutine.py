import asyncio


async def other():
    print("outra")


async def fetch():
    print("busca")


async def main():
    task = asyncio.create_task(other())
    await fetch()
    print("main")
    await task


asyncio.run(main())
