"""What `asyncio.run` does after Ctrl+C where `main` does not end cancelled."""

import asyncio
import signal


async def stubborn():
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        return "tea"


async def awaits_who_catches():
    press()
    return await asyncio.create_task(stubborn())


async def fails_to_clean_up():
    press()
    try:
        await asyncio.sleep(20)
    finally:
        raise ValueError("the door is stuck")


async def has_a_handler():
    signal.signal(signal.SIGINT, lambda *_: print("handler of its own"))
    press()
    await asyncio.sleep(0.02)
    return "not cancelled"


def press():
    asyncio.get_running_loop().call_later(0.01, signal.raise_signal, signal.SIGINT)


for main in awaits_who_catches, fails_to_clean_up, has_a_handler:
    try:
        print("returned:", asyncio.run(main()))
    except BaseException as error:
        print("raised:", repr(error))
