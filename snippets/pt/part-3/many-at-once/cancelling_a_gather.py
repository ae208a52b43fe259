import asyncio


async def cook(dish):
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        print("cancelado:", dish)
        raise


async def serve():
    await asyncio.gather(cook("pão"), cook("ovo"))


async def main():
    breakfast = asyncio.create_task(serve())
    await asyncio.sleep(0.1)
    breakfast.cancel()
    await asyncio.wait([breakfast])
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
