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
from itertools import islice
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
LONGEST = 60  # characters of a text that are shown
MANY = 8  # items of a collection that are shown
DEEP = 3  # collections inside collections that are shown
MOST = 100  # values that are looked at to show one
SORTED = 32  # items of a set that are looked at to show the first
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
_PLAIN = (bool, float, complex)
_COLLECTIONS = (list, tuple, set, frozenset, dict)
# These are asked past whatever a metaclass says.
_MRO: Callable[[type], tuple[type, ...]] = vars(type)["__mro__"].__get__
_NAME: Callable[[type], str] = vars(type)["__name__"].__get__
_BOUND = (types.MethodType, types.BuiltinFunctionType, types.MethodWrapperType)
# What stands between the program and what it called, and means nothing to a reader.
_PLUMBING = {"call_soon", "call_later", "call_at", "call_soon_threadsafe", "_call_soon"}
_PLUMBING |= {"create_future", "create_task", "__init__", "__new__"}
_LOOP = {"_run_once", "run_forever"}


def short(value: object, label: Naming, depth: int = 0, left: list[int] | None = None) -> str:
    """A short, safe repr; tasks and futures by their label. Never raises for any value, and costs
    no more for a large one: ``left`` is how many values it may still say."""
    kind = type(value)
    left = [MOST] if left is None else left
    left[0] -= 1
    if left[0] < 0:
        return "…"
    if value is None or _is(kind, _PLAIN):
        return repr(value)
    if kind is int:
        return _integer(value)  # type: ignore[arg-type]
    if kind is str or kind is bytes:
        return _text(value)  # type: ignore[arg-type]
    if (name := label(value)) is not None:
        return name
    if _is(kind, _NAMED):
        return f"<{_kind(kind)} {_cut(value.__qualname__)}>"  # type: ignore[attr-defined]
    if depth < DEEP and _is(kind, _COLLECTIONS):
        return _items(value, label, depth, left)
    if kind is types.MethodType:
        return f"<method {_function_name(value)}>"
    if depth < DEEP and is_a(value, BaseException):
        given = BaseException.args.__get__(value)[:MANY]  # type: ignore[attr-defined]
        return f"{_name(kind)}({', '.join(short(a, label, depth + 1, left) for a in given)})"
    if kind is type:
        return f"<class {_name(value)}>"
    return f"<{_name(kind)}>"


def is_a(value: object, base: type) -> bool:
    """Whether the class of a value comes from another. Neither is asked."""
    return _is(base, _MRO(type(value)))


def _is(kind: type, kinds: tuple[type, ...]) -> bool:
    # Not "in": a metaclass may have its own ``__eq__`` and ``__hash__``.
    return any(kind is each for each in kinds)


def _name(kind: Any) -> str:
    return _cut(_NAME(kind))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def roughly(words: str | None) -> str | None:
    """Of the words for a value that can change where it stands, the first character only."""
    return words[0] if words and words[0] in CONTAINERS else words


def _integer(value: int) -> str:
    return repr(value) if value.bit_length() <= 200 else f"<int of {value.bit_length()} bits>"


def _text(value: str | bytes) -> str:
    return repr(value) if len(value) <= LONGEST else repr(value[: LONGEST - 1]) + "…"


def _items(value: Any, label: Naming, depth: int, left: list[int]) -> str:
    kind = type(value)
    open_, close = "[]" if kind is list else "()" if kind is tuple else "{}"
    unordered = kind is set or kind is frozenset
    if unordered and not value:
        return f"{kind.__name__}()"
    # What is copied is copied at once: another thread may change the rest.
    looked_at = islice(value.items() if kind is dict else value, SORTED if unordered else MANY + 1)
    found = list(looked_at)
    if kind is dict:
        pairs = ([short(each, label, depth + 1, left) for each in pair] for pair in found)
        parts = [f"{key}: {item}" for key, item in pairs]
    else:
        parts = [short(item, label, depth + 1, left) for item in found]
    if unordered:  # their order differs from run to run
        parts.sort()
    if len(parts) > MANY:
        parts = [*parts[:MANY], "…"]
    comma = "," if kind is tuple and len(value) == 1 else ""
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
