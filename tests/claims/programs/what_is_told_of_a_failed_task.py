"""When a failure that nobody asked for is told: when the task is freed, wherever it was kept."""

import asyncio
import sys

background = set()


async def fail(name):
    raise ValueError(name)


def say(text):
    print(text, file=sys.stderr)


async def main():
    task = asyncio.create_task(fail("in a set"))
    background.add(task)
    task.add_done_callback(background.discard)
    del task
    await asyncio.sleep(0.1)
    say("the set is empty: " + str(not background))
    asked = asyncio.create_task(fail("asked"))
    await asyncio.wait([asked])
    say(repr(asked.exception()))
    del asked
    say("asked for and freed")
    asked = asyncio.create_task(fail("result"))
    await asyncio.wait([asked])
    try:
        asked.result()
    except ValueError:
        del asked
    say("asked for by result() and freed")
    kept.append(asyncio.create_task(fail("to the end")))
    await asyncio.sleep(0.1)


kept = []
asyncio.run(main())
say("asyncio.run is over")
kept.clear()
say("freed")
