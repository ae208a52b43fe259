import asyncio
import time

clock_set_by = 0


def wall_clock():
    return time.monotonic() + clock_set_by


def set_clock_back():
    global clock_set_by
    clock_set_by -= 0.4


async def sleep_by(clock, seconds):
    wake_at = clock() + seconds
    while clock() < wake_at:
        await asyncio.sleep(0.01)


async def main():
    for clock in (time.monotonic, wall_clock):
        loop = asyncio.get_running_loop()
        loop.call_later(0.1, set_clock_back)
        start = time.monotonic()
        await sleep_by(clock, 0.2)
        print(f"{clock.__name__}: {time.monotonic() - start:.2f} s")


if __name__ == "__main__":
    asyncio.run(main())
