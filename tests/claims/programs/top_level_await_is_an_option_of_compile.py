"""What notebooks and ``python -m asyncio`` use: top-level await, when compile is asked for it."""

import ast
import inspect

code = compile("await task", "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
print(bool(code.co_flags & inspect.CO_COROUTINE))
