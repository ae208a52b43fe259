import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.3, future.set_result, 42)
    print("main: aguardando")
    print(f"main: {await future}")


if __name__ == "__main__":
    asyncio.run(main())
