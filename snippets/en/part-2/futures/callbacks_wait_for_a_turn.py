import asyncio


def note(future):
    print(f"callback: {future.result()}")


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(note)
    future.set_result(42)
    print("main: result set")
    await asyncio.sleep(0)
    print("main: one turn later")
    future.add_done_callback(note)
    print("main: callback added to a done future")
    await asyncio.sleep(0)
    print("main: another turn later")


if __name__ == "__main__":
    asyncio.run(main())
