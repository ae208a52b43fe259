"""Who calls `call_soon_threadsafe` for `wrap_future`, and what `to_thread` calls."""

import asyncio
import asyncio.base_events
import asyncio.futures
import threading
from concurrent.futures import Future, ThreadPoolExecutor

calls = []


def noting(call):
    def noted(*args, **options):
        calls.append((call.__name__, threading.current_thread() is threading.main_thread()))
        return call(*args, **options)

    return noted


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon_threadsafe = noting(loop.call_soon_threadsafe)
    other = Future()
    wrapped = asyncio.wrap_future(other)
    print("awaitable:", hasattr(other, "__await__"), hasattr(wrapped, "__await__"))
    with ThreadPoolExecutor() as pool:
        pool.submit(other.set_result, 16)
        print(await wrapped, "in the main thread:", [main for _, main in calls])
    calls.clear()
    pool = ThreadPoolExecutor()
    pool.submit = noting(pool.submit)
    loop.set_default_executor(pool)
    loop.run_in_executor = noting(loop.run_in_executor)
    asyncio.base_events.futures.wrap_future = noting(asyncio.base_events.futures.wrap_future)
    answer = await asyncio.to_thread(lambda: 25)
    names = [name for name, _ in calls]
    counts = (f"{n}: {names.count(n)}" for n in ("run_in_executor", "wrap_future"))
    print(answer, f"submitted: {names.count('submit')},", ", ".join(counts))


asyncio.run(main())
