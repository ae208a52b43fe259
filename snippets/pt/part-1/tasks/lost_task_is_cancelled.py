import asyncio


async def hello():
    try:
        await asyncio.sleep(0.3)
        print("olá!")
    except asyncio.CancelledError:
        print("cancelada")
        raise


async def main():
    asyncio.create_task(hello())
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
