"""The four states that inspect.getcoroutinestate knows."""

import asyncio
import inspect


async def show_itself():
    print(inspect.getcoroutinestate(coroutine))
    await asyncio.sleep(0)


coroutine = show_itself()
print(inspect.getcoroutinestate(coroutine))
coroutine.send(None)
print(inspect.getcoroutinestate(coroutine))
coroutine.close()
print(inspect.getcoroutinestate(coroutine))
