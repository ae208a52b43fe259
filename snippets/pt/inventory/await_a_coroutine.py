import asyncio


async def other():
    print("outra")


async def step():
    print("etapa")


async def main():
    task = asyncio.create_task(other())
    await step()
    print("main")
    await task


asyncio.run(main())
