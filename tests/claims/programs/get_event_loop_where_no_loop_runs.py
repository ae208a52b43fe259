"""``get_event_loop`` at the top of a file, inside a coroutine, and after ``asyncio.run``."""

import asyncio
import warnings


def get():
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        return "RuntimeError"
    if not loop.is_running():
        loop.close()
        return "made one"
    return f"the running one: {loop is asyncio.get_running_loop()}"


async def main():
    return get()


warnings.simplefilter("ignore")
print(get())
print(asyncio.run(main()))
print(get())
