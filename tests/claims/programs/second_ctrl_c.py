"""Ctrl+C twice: main catches what the first does, and awaits a task when the second comes."""

import asyncio
import signal


async def other():
    try:
        signal.raise_signal(signal.SIGINT)
        print("other goes on")
    except KeyboardInterrupt:
        print("other is interrupted where it is")


async def main():
    asyncio.get_running_loop().call_soon(signal.raise_signal, signal.SIGINT)
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("main is cancelled")
    await asyncio.create_task(other())
    print("main goes on")


asyncio.run(main())
