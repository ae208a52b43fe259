import asyncio


async def latecomer():
    await asyncio.sleep(60)


async def sleeper():
    try:
        await asyncio.sleep(60)
    finally:
        print("cleaning up: one more task")
        asyncio.create_task(latecomer())


async def main():
    asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
