"""Debug mode, and a task that sleeps for 0.3 s the asyncio way: its steps are short."""

import asyncio


async def main():
    await asyncio.sleep(0.3)
    print("slept")


asyncio.run(main(), debug=True)
