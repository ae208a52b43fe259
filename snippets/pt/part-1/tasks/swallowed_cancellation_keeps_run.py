import asyncio


async def stubborn():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("teimosa: agora não")
    await asyncio.sleep(0.3)
    print("teimosa: pronto")


async def main():
    asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
    print("asyncio.run terminou")
