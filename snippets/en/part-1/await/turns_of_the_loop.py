import asyncio

turn = 1


def next_turn():
    global turn
    turn += 1
    asyncio.get_running_loop().call_soon(next_turn)


async def coro_a():
    print(f"turn {turn}: a")


async def coro_b():
    print(f"turn {turn}: b")


async def main():
    asyncio.get_running_loop().call_soon(next_turn)
    task_b = asyncio.create_task(coro_b())
    print(f"turn {turn}: main")
    for _ in range(3):
        await asyncio.create_task(coro_a())
        print(f"turn {turn}: main")
    await task_b


if __name__ == "__main__":
    asyncio.run(main())
