"""In debug mode, `set_result` of another thread: with somebody who waits, and with nobody."""

import asyncio


def set_result(future):
    try:
        future.set_result(None)
    except RuntimeError as error:
        return f"RuntimeError: {error}"
    return "no error"


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(await asyncio.to_thread(set_result, future))
    future = loop.create_future()
    future.add_done_callback(print)
    print(await asyncio.to_thread(set_result, future))


asyncio.run(main(), debug=True)
