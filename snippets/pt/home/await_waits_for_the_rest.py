import asyncio


async def brew():
    print("Café no fogo.")
    await asyncio.sleep(1.0)
    print("Café pronto.")


async def main():
    coffee = asyncio.create_task(brew())
    print("Pão na chapa.")
    await asyncio.sleep(0.5)
    print("Pão pronto.")
    await coffee


asyncio.run(main())
