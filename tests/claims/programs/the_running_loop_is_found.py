"""Who runs inside a loop finds it, without having been given it; who does not, is told so."""

import asyncio


def callback():
    print("callback", asyncio.get_running_loop() is loops[0])


async def deeper():
    print("coroutine", asyncio.get_running_loop() is loops[0])


async def main():
    loops.append(asyncio.get_running_loop())
    loops[0].call_soon(callback)
    await deeper()
    await asyncio.sleep(0)


loops = []
asyncio.run(main())
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)
