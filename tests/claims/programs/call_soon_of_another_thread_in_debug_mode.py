"""In debug mode, `call_soon` looks at the thread that calls it."""

import asyncio


def call(loop):
    try:
        loop.call_soon(print)
    except RuntimeError as error:
        print("RuntimeError:", error)


async def main():
    await asyncio.to_thread(call, asyncio.get_running_loop())


asyncio.run(main(), debug=True)
