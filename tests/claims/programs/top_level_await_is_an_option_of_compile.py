"""What notebooks and ``python -m asyncio`` use: top-level await, when compile is asked for it."""

import ast
import inspect

for line in "await task", "async for _ in source: pass", "async def work(): await task":
    code = compile(line, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    print(bool(code.co_flags & inspect.CO_COROUTINE))
