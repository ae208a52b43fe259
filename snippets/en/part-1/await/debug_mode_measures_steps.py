import asyncio
import time


async def piece():
    time.sleep(0.03)


async def five_steps():
    for _ in range(5):
        await piece()
        await asyncio.sleep(0)


async def one_step():
    for _ in range(5):
        await piece()


async def main():
    print("five steps")
    await asyncio.create_task(five_steps())
    print("one step")
    await asyncio.create_task(one_step())


if __name__ == "__main__":
    asyncio.run(main(), debug=True)
