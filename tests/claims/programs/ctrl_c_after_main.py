"""Ctrl+C when main has ended, while asyncio.run waits for a task that it has cancelled."""

import asyncio
import signal

kept = []


async def left():
    try:
        await asyncio.sleep(10)
    finally:
        try:
            signal.raise_signal(signal.SIGINT)
            print("goes on")
        except KeyboardInterrupt:
            print("interrupted where it is")


async def main():
    kept.append(asyncio.create_task(left()))
    await asyncio.sleep(0)
    print("main ends")


asyncio.run(main())
