import asyncio
import inspect

helper = asyncio.tasks.__dict__["__sleep0"]
print(bool(helper.__code__.co_flags & inspect.CO_ITERABLE_COROUTINE))
print(asyncio.sleep(0).send(None))
