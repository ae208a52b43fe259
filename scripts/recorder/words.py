"""Short words for values, callbacks and places. No code of the program is called for them.

Rule 1: a ``__repr__``, ``__getattr__`` or property of the program must not run because we look.
So what is asked is the exact type of a value, and of values of other types only their type.
"""

from __future__ import annotations

import collections
import functools
import os
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
LONGEST = 60  # characters of a text that are shown
MANY = 8  # items of a collection that are shown
DEEP = 3  # collections inside collections that are shown
CONTAINERS = "[{(<"  # what the words for a value that may change begin with
ORDERED = (list, tuple, collections.deque)
Naming = Callable[[object], str | None]

_NAMED = (
    types.FunctionType,
    types.CoroutineType,
    types.GeneratorType,
    types.AsyncGeneratorType,
    types.BuiltinFunctionType,
)
_BOUND = (types.MethodType, types.BuiltinFunctionType, types.MethodWrapperType)
# What stands between the program and what it called, and means nothing to a reader.
_PLUMBING = {"call_soon", "call_later", "call_at", "call_soon_threadsafe", "_call_soon"}
_PLUMBING |= {"create_future", "create_task", "__init__", "__new__"}
_LOOP = {"_run_once", "run_forever"}


def short(value: object, label: Naming, depth: int = 0) -> str:
    """A short, safe repr; tasks and futures by their label. Never raises for any value."""
    kind = type(value)
    if value is None or kind in (bool, float, complex):
        return repr(value)
    if kind is int:
        return _integer(value)  # type: ignore[arg-type]
    if kind in (str, bytes):
        return _text(value)  # type: ignore[arg-type]
    if (name := label(value)) is not None:
        return name
    if kind in _NAMED:
        return f"<{_kind(kind)} {value.__qualname__}>"  # type: ignore[attr-defined]
    if kind in (list, tuple, set, frozenset, dict) and depth < DEEP:
        return _items(value, label, depth)
    if kind is types.MethodType:
        return f"<method {_function_name(value)}>"
    if BaseException in kind.__mro__:
        given = BaseException.args.__get__(value)  # type: ignore[attr-defined]
        return f"{kind.__name__}({', '.join(short(a, label, depth + 1) for a in given[:MANY])})"
    if kind is type:
        return f"<class {value.__name__}>"  # type: ignore[attr-defined]
    return f"<{kind.__name__}>"


def roughly(words: str | None) -> str | None:
    """Of the words for a value that can change where it stands, the first character only."""
    return words[0] if words and words[0] in CONTAINERS else words


def _integer(value: int) -> str:
    return repr(value) if value.bit_length() <= 200 else f"<int of {value.bit_length()} bits>"


def _text(value: str | bytes) -> str:
    return repr(value) if len(value) <= LONGEST else repr(value[: LONGEST - 1]) + "…"


def _items(value: Any, label: Naming, depth: int) -> str:
    open_, close = "[]" if type(value) is list else "()" if type(value) is tuple else "{}"
    if not value and type(value) in (set, frozenset):
        return f"{type(value).__name__}()"
    if type(value) in (set, frozenset):  # their order differs from run to run
        parts = sorted(short(item, label, depth + 1) for item in list(value))
    elif type(value) is dict:
        first = list(value.items())[: MANY + 1]
        parts = [f"{short(k, label, depth + 1)}: {short(v, label, depth + 1)}" for k, v in first]
    else:
        parts = [short(item, label, depth + 1) for item in value[: MANY + 1]]
    if len(parts) > MANY:
        parts = [*parts[:MANY], "…"]
    comma = "," if type(value) is tuple and len(value) == 1 else ""
    return f"{open_}{', '.join(parts)}{comma}{close}"


def _kind(kind: type) -> str:
    return kind.__name__.removesuffix("_or_method").replace("builtin_function", "built-in")


def unwrapped(callback: Any, args: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A callback without the partials around it, and all its arguments."""
    while type(callback) is functools.partial:
        args = callback.args + tuple(args)
        callback = callback.func
    return callback, args


def owner(callback: Any) -> object:
    """The object whose method a callback is, or None."""
    if type(callback) in _BOUND or type(callback).__module__ in ("_asyncio", "builtins"):
        return getattr(callback, "__self__", None)
    return None


def wakes(callback: Any) -> bool:
    """Whether a method of a task is the one that goes on with it when a future is done."""
    return "wakeup" in str(getattr(callback, "__name__", "")).lower()


def _function_name(callback: Any) -> str:
    if type(callback) is types.MethodType:
        callback = callback.__func__
    if type(callback) in (*_NAMED, types.MethodWrapperType):
        return str(callback.__qualname__)
    return type(callback).__name__


def called(callback: Any, file: str) -> tuple[str, int | None]:
    """The name of a callback, and the line on which the program defines it."""
    inner = callback.__func__ if type(callback) is types.MethodType else callback
    code = inner.__code__ if type(inner) is types.FunctionType else None
    ours = code is not None and code.co_filename == file
    return _function_name(callback), code.co_firstlineno if code and ours else None


def place(file: str, depth: int = 1) -> tuple[int | None, str | None]:
    """The innermost line of the program under way, and the library function it called there.

    (None, None) when the loop, not the program, called what is under way.
    """
    frame: types.FrameType | None = sys._getframe(depth)
    via = None
    while frame is not None:
        code = frame.f_code
        if code.co_filename == file:
            return frame.f_lineno, via
        if code.co_name in _LOOP and code.co_filename.endswith("base_events.py"):
            break
        if code.co_name not in _PLUMBING and not code.co_filename.startswith(HERE):
            via = code.co_name
        frame = frame.f_back
    return None, None


COROUTINES = (types.CoroutineType, types.GeneratorType)
_INNER = {
    types.CoroutineType: ("cr_frame", "cr_await"),
    types.GeneratorType: ("gi_frame", "gi_yieldfrom"),
    types.AsyncGeneratorType: ("ag_frame", "ag_await"),
}


def awaiting(coroutine: Any) -> Iterator[Any]:
    """A coroutine or generator, and what it awaits, and so on inwards."""
    while type(coroutine) in _INNER:
        yield coroutine
        coroutine = getattr(coroutine, _INNER[type(coroutine)][1])


MADE = tuple(_INNER)


def is_fresh(item: Any) -> bool:
    """Whether nothing of a coroutine or generator object has run."""
    if (frame := frame_of(item)) is None:
        return False
    kind = _INNER[type(item)][0].partition("_")[0]
    suspended = getattr(item, f"{kind}_suspended", False)
    return not suspended and not getattr(item, f"{kind}_running") and frame.f_lasti < EARLY


EARLY = 6  # instructions that make the object, before the body's first


def frame_of(coroutine: Any) -> types.FrameType | None:
    """Its frame, None when it has ended."""
    frame: types.FrameType | None = getattr(coroutine, _INNER[type(coroutine)][0])
    return frame


def chain(coroutine: Any, file: str, frames: dict[int, int]) -> list[list[Any]]:
    """Who awaits whom, outermost first: names, and line and frame of those of the program. Of a
    library's own chain only the function that was called."""
    links: list[list[Any]] = []
    for each in awaiting(coroutine):
        frame = frame_of(each)
        if frame is not None and frame.f_code.co_filename == file:
            links.append([each.__qualname__, frame.f_lineno, frames.get(id(frame))])
        elif not links or links[-1][1] is not None:
            links.append([each.__qualname__, None, None])
    return links
