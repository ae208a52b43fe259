import asyncio
import time


async def main():
    tick = time.get_clock_info("monotonic").resolution
    for _ in range(20):
        began = time.monotonic()
        await asyncio.sleep(0.01)
        if time.monotonic() - began < 0.01 - tick:
            print("early")


asyncio.run(main())
