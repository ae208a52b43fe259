import asyncio


async def hello():
    try:
        await asyncio.sleep(0.3)
        print("hello!")
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def main():
    asyncio.create_task(hello())
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
