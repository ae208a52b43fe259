import asyncio


async def stubborn():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("stubborn: not now")
    await asyncio.sleep(0.3)
    print("stubborn: ready")


async def main():
    asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
    print("asyncio.run is over")
