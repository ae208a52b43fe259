import asyncio
import inspect


async def loudmouth_penguin(magic_number: int):
    print(f"  ESCUTEM! {magic_number} É UM NÚMERO MÁGICO!")


async def main():
    closed = loudmouth_penguin(magic_number=3)
    awaited = loudmouth_penguin(magic_number=8)
    print("duas corrotinas, nada rodou ainda")
    closed.close()
    print(inspect.getcoroutinestate(closed))
    await awaited
    print(inspect.getcoroutinestate(awaited))
    try:
        await awaited
    except RuntimeError as error:
        print(error)


asyncio.run(main())
