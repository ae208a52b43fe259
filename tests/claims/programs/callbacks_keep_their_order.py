import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    for number in range(3):
        future.add_done_callback(lambda ended, number=number: print(number, ended is future))
    future.set_result(42)
    await asyncio.sleep(0)


asyncio.run(main())
