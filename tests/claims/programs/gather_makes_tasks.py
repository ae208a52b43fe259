"""gather: a task for each coroutine, results in the order given; on a failure the others go on."""

import asyncio


async def work(number, seconds):
    await asyncio.sleep(seconds)
    done.append(number)
    return number


async def fail():
    raise ValueError("no spade")


async def main():
    together = asyncio.gather(work(1, 0.2), work(2, 0))
    print(len(asyncio.all_tasks()) - 1)
    print(await together, done)
    try:
        await asyncio.gather(work(3, 0.1), fail())
    except ValueError as error:
        print(repr(error), done)
    await asyncio.sleep(0.3)
    print(done)


done = []
asyncio.run(main())
