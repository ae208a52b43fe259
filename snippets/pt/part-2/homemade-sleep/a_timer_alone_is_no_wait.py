import asyncio


def ring(future):
    print("toca")
    future.set_result(None)
    print("definido")


async def pause(future):
    asyncio.get_running_loop().call_later(0.05, ring, future)


async def main():
    future = asyncio.get_running_loop().create_future()
    await pause(future)
    print("pausa feita")
    await future
    print("acordei")


asyncio.run(main())
