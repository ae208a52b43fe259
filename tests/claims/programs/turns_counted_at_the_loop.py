"""The turns of the three programs of the page, counted around ``_run_once`` itself."""

import asyncio

turn = 0
seen = []


def count_turns(loop):
    run_once = loop._run_once

    def counted():
        global turn
        turn += 1
        run_once()

    loop._run_once = counted


async def coro(name):
    seen.append(f"{name}@{turn}")


async def coro_c():
    seen.append(f"c1@{turn}")
    await asyncio.sleep(0)
    seen.append(f"c2@{turn}")


async def main(make):
    task_b = asyncio.create_task(coro("b"))
    seen.append(f"main@{turn}")
    for _ in range(3):
        await make()
        seen.append(f"main@{turn}")
    await task_b


for make in (
    lambda: coro("a"),
    coro_c,
    lambda: asyncio.create_task(coro("a")),
):
    turn, seen = 0, []
    loop = asyncio.new_event_loop()
    count_turns(loop)
    loop.run_until_complete(main(make))
    loop.close()
    print(" ".join(seen))
