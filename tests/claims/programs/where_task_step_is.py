import asyncio
import inspect
from asyncio import tasks

print("__step(" in inspect.getsource(tasks._PyTask))
print(hasattr(tasks._PyTask, "_Task__step"), hasattr(asyncio.Task, "_Task__step"))
