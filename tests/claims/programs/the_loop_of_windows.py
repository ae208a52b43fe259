"""What Python's own source says of the loop of Windows, which runs nowhere else."""

import ast
import asyncio
import inspect
from asyncio import proactor_events
from pathlib import Path

proactor, any_loop = proactor_events.BaseProactorEventLoop, asyncio.AbstractEventLoop
print("add_reader of its own:", proactor.add_reader is not any_loop.add_reader)
source = Path(asyncio.__file__).with_name("windows_events.py").read_text("utf-8")
print("sends a file without a thread:", "TransmitFile" in source)
tree = ast.parse(source)
for node in ast.walk(tree):
    if isinstance(node, ast.FunctionDef) and node.name in ("run_forever", "_run_forever_setup"):
        (first,) = [
            ast.unparse(call)
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and "call_soon" in ast.unparse(call.func)
        ]
        print("before it runs:", first)
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SelectorEventLoop":
        print("SelectorEventLoop is there:", ast.unparse(node.value))
print("of asyncio.run:", "loop_factory" in inspect.signature(asyncio.run).parameters)
print("of Runner:", "loop_factory" in inspect.signature(asyncio.Runner).parameters)
