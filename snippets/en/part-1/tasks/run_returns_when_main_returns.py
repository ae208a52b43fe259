import asyncio


async def main():
    await asyncio.sleep(0.2)
    print("main ends")
    return 42


if __name__ == "__main__":
    answer = asyncio.run(main())
    print("asyncio.run returned", answer)
