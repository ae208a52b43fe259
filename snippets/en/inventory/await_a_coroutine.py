import asyncio


async def other():
    print("other")


async def step():
    print("step")


async def main():
    task = asyncio.create_task(other())
    await step()
    print("main")
    await task


asyncio.run(main())
