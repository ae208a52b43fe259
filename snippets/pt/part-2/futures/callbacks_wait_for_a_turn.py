import asyncio


def note(future):
    print(f"callback: {future.result()}")


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(note)
    future.set_result(42)
    print("main: resultado definido")
    await asyncio.sleep(0)
    print("main: uma volta depois")
    future.add_done_callback(note)
    print("main: callback adicionado depois do fim")
    await asyncio.sleep(0)
    print("main: mais uma volta depois")


if __name__ == "__main__":
    asyncio.run(main())
