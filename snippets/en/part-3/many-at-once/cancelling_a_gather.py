import asyncio


async def cook(dish):
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        print("cancelled:", dish)
        raise


async def serve():
    await asyncio.gather(cook("toast"), cook("egg"))


async def main():
    breakfast = asyncio.create_task(serve())
    await asyncio.sleep(0.1)
    breakfast.cancel()
    await asyncio.wait([breakfast])
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
