import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(future, timeout=0.1)
    except TimeoutError:
        print(f"main: {future}")
    try:
        future.set_result(42)
    except asyncio.InvalidStateError:
        print("main: too late, the setter raised")
    if not future.done():
        future.set_result(42)
    print("main: with the check, no exception")


if __name__ == "__main__":
    asyncio.run(main())
