"""Ctrl+C under asyncio.run, where main catches the cancellation and goes on."""

import asyncio
import os
import signal


async def main():
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return "main went on"


print(asyncio.run(main()))
