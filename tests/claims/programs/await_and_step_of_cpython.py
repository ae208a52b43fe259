import ast
import inspect
import textwrap
from asyncio import base_events, futures, tasks

source = textwrap.dedent(inspect.getsource(futures._PyFuture.__await__))
print(ast.unparse(ast.parse(source)))
print("---")
step = inspect.getsource(tasks._PyTask)
for words in (
    "result = coro.send(None)",
    "result = coro.throw(exc)",
    "super().set_result(exc.value)",
    "self._loop.call_soon(",
    "result.add_done_callback(",
    "self._fut_waiter = result",
):
    print(words, words in step)
turn = inspect.getsource(base_events.BaseEventLoop._run_once)
print("ntodo = len(self._ready)" in turn)
