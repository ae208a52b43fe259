import asyncio
import inspect


async def loudmouth_penguin(magic_number: int):
    print(f"  LISTEN! {magic_number} IS A MAGIC NUMBER!")


async def main():
    closed = loudmouth_penguin(magic_number=3)
    awaited = loudmouth_penguin(magic_number=8)
    print("two coroutines, nothing has run")
    closed.close()
    print(inspect.getcoroutinestate(closed))
    await awaited
    print(inspect.getcoroutinestate(awaited))
    try:
        await awaited
    except RuntimeError as error:
        print(error)


asyncio.run(main())
