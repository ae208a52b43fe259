"""Ctrl+C under asyncio.run: what main gets, and what comes out."""

import asyncio
import os
import signal


async def main():
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(10)
    except BaseException as error:
        print("main", repr(error))
        raise


try:
    asyncio.run(main())
except BaseException as error:
    print("out", repr(error))
