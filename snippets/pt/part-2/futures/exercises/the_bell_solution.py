import asyncio


async def listen(bell):
    print(f"ouvi: {await bell}")


async def main():
    loop = asyncio.get_running_loop()
    bell = loop.create_future()
    loop.call_later(0.1, bell.set_result, "ding")
    await listen(bell)


if __name__ == "__main__":
    asyncio.run(main())
