"""What `add_signal_handler` is given is called by the loop, as a callback."""

import asyncio
import signal


def handle(come):
    print("a loop runs:", asyncio.get_running_loop().is_running())
    come.set()


async def main():
    come = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, handle, come)
    signal.raise_signal(signal.SIGUSR1)
    await come.wait()
    print("main goes on")


asyncio.run(main())
