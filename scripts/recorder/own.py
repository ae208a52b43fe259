"""What the recorder calls of the interpreter is what was there before the program began.

A program may put functions of its own in the place of built-in ones (``builtins.len``,
``threading.get_ident``): what it counts or prints there must be of its own calls.

Rule 1: each module here begins with ``__builtins__ = BUILTINS``: a function looks built-in names up
where that name of its module leads when the function is defined.
Rule 2: a module of the standard library that looks at objects for us is a copy of our own (`dis`).
Rule 3: what is asked while the program runs (`get_ident`, `count_threads`) is bound by import.
"""

import builtins
import importlib.util
import threading
import types
from _thread import get_ident
from typing import Any

BUILTINS: Any = vars(builtins).copy()
__builtins__ = BUILTINS
_LIVING: dict[Any, Any] = vars(threading)["_active"]
_BEGINNING: dict[Any, Any] = vars(threading)["_limbo"]


def copy_of(name: str) -> types.ModuleType:
    """A module of the standard library, made once more, that calls built-in functions of ours."""
    spec = importlib.util.find_spec(name)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    vars(module)["__builtins__"] = BUILTINS
    spec.loader.exec_module(module)
    return module


dis: Any = copy_of("dis")
__all__ = ["BUILTINS", "count_threads", "dis", "get_ident"]


def count_threads(count: Any = len) -> int:
    """How many threads of the program there are, as ``threading.active_count`` says; without its
    lock, which whoever is interrupted here may hold."""
    living: int = count(_LIVING) + count(_BEGINNING)
    return living
