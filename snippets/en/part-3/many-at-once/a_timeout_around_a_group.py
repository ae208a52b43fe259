import asyncio


async def fry():
    print("egg ready")


async def brew():
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        print("coffee cancelled")
        raise


async def main():
    try:
        async with asyncio.timeout(0.2):
            async with asyncio.TaskGroup() as group:
                group.create_task(fry())
                group.create_task(brew())
    except TimeoutError:
        print("main: too late")


if __name__ == "__main__":
    asyncio.run(main())
