"""Short words for values, callbacks and places. No code of the program is called for them.

Rule 1: a ``__repr__``, ``__getattr__`` or property of the program must not run because we look.
So what is asked is the exact type of a value, and of values of other types only their type, and
that as `bare` does.
Rule 2: what is said of a value costs the same however large it is.
"""

from __future__ import annotations

import collections
import enum
import functools
import inspect
import os
import sys
import types
from asyncio import runners
from asyncio.events import Handle
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from . import bare
from .own import BUILTINS
from .watched import LINES, Watched

__builtins__ = BUILTINS

HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
LONGEST = 60  # characters of a text that are shown
MANY = 8  # items of a collection that are shown
DEEP = 3  # collections inside collections that are shown
MOST = 100  # values that are looked at to show one
MOST_LINKS = 10  # of a chain of coroutines, at each end
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
_BOUND = (types.MethodType, types.BuiltinFunctionType, types.MethodWrapperType)
_OF_CLASSES = (types.MethodDescriptorType, types.WrapperDescriptorType)
# What stands between the program and what it called, and means nothing to a reader.
_PLUMBING = {"call_soon", "call_later", "call_at", "call_soon_threadsafe", "_call_soon"}
_PLUMBING |= {"create_future", "create_task", "__init__", "__new__"}
_EAGER = "factory"  # the one of eager tasks (tasks.py)
_PLUMBING |= {_EAGER}
_LOOP = {"_run_once", "run_forever"}
RUNS_A_JOB = Handle._run.__code__
# What `asyncio.run` does at Ctrl+C: whatever was under way then has called nothing of it.
_ON_SIGNAL = vars(runners.Runner)["_on_sigint"].__code__


def short(value: object, label: Naming, depth: int = 0, left: list[int] | None = None) -> str:
    """A short, safe repr; tasks and futures by their label. Never raises for any value, and costs
    no more for a large one: ``left`` is how many values it may still say."""
    kind = type(value)
    left = [MOST] if left is None else left
    left[0] -= 1
    if left[0] < 0:
        return "…"
    if value is None or bare.one_of(kind, _PLAIN):
        return repr(value)
    if kind is int:
        return _integer(value)  # type: ignore[arg-type]
    if kind is str or kind is bytes:
        return _text(value)  # type: ignore[arg-type]
    if (name := label(value)) is not None:
        return name
    if bare.one_of(kind, _NAMED):
        said = _function_name(value).replace("<locals>.", "")
        return f"<{_kind(kind)} {said}>"
    if depth < DEEP and bare.one_of(kind, _COLLECTIONS):
        return _items(value, label, depth, left)
    if kind is types.MethodType:
        return f"<method {_function_name(value)}>"
    if depth < DEEP and bare.is_a(value, BaseException):
        given = BaseException.args.__get__(value)[:MANY]  # type: ignore[attr-defined]
        return f"{bare.name(kind)}({', '.join(short(a, label, depth + 1, left) for a in given)})"
    if kind is type:
        return f"<class {bare.name(value)}>"  # type: ignore[arg-type]
    if bare.is_a(value, enum.Enum) and type(said := bare.field(value, "_name_")) is str:
        return f"{bare.name(kind)}.{bare.cut(said)}"
    return f"<{bare.name(kind)}>"


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
    """A callback without the partials around it, and its first arguments: of many one more than
    are shown."""
    args = args[: MANY + 1]
    for _ in range(MOST):  # one may be made to hold itself
        if type(callback) is not functools.partial:
            break
        args = (*callback.args[: MANY + 1], *args)[: MANY + 1]
        callback = callback.func
    return callback, args


def owner(callback: Any) -> object:
    """The object whose method a callback is, or None."""
    kind = type(callback)
    if bare.one_of(kind, _BOUND) or bare.module(kind) in ("_asyncio", "builtins"):
        return bare.field(callback, "__self__")
    return None


def own_name(callback: Any) -> str:
    """The name of a function or method, the empty string for what has none of its own."""
    function = callback.__func__ if type(callback) is types.MethodType else callback
    found = bare.field(function, "__name__")
    return found if type(found) is str else ""


def name_of(task: Any) -> str:
    """The name of a task."""
    said = bare.ask(task, "get_name")
    return bare.cut(said) if bare.is_a(said, str) else short(said, lambda _: None)


def wakes(callback: Any) -> bool:
    """Whether a method of a task is the one that goes on with it when a future is done."""
    return "wakeup" in own_name(callback).lower()


def _function_name(callback: Any) -> str:
    if type(callback) is types.MethodType:
        callback = callback.__func__
    kind = type(callback)
    if kind is types.BuiltinFunctionType:
        return _built_in_name(callback)
    if bare.one_of(kind, (*_NAMED, types.MethodWrapperType)):
        return bare.cut(callback.__qualname__)
    if bare.one_of(kind, _OF_CLASSES):
        return bare.cut(f"{bare.whole_name(callback.__objclass__)}.{callback.__name__}")
    return bare.whole_name(callback) if bare.is_a(callback, type) else bare.name(kind)


def _built_in_name(function: Any) -> str:
    """As its ``__qualname__`` says, which asks the class of what it is bound to."""
    of, name = function.__self__, own_name(function)
    if of is None or type(of) is types.ModuleType:
        return bare.cut(name)
    return bare.cut(f"{bare.whole_name(of if bare.is_a(of, type) else type(of))}.{name}")


def called(callback: Any, files: Watched) -> tuple[str, int | None]:
    """The name of a callback, and the line on which the program defines it."""
    inner = callback.__func__ if type(callback) is types.MethodType else callback
    code = inner.__code__ if type(inner) is types.FunctionType else None
    line = files.definition(code) if code else None
    return _function_name(callback), line


def place(files: Watched, depth: int = 1) -> tuple[int | None, str | None]:
    """The innermost line of the program under way, and the library function it called there; where
    that made an eager task, the coroutine of the task. (A method of a loop of the program's own
    that hands on to asyncio's is passed over.)

    (None, None) when the loop, or a signal, not the program, called what is under way.
    """
    frame: types.FrameType | None = sys._getframe(depth)
    via, called, inner, eager = None, "", 0, False
    while frame is not None:
        code = frame.f_code
        if (number := files.of(code)) is not None and not files.hands_on(code, called):
            return number * LINES + frame.f_lineno, via
        if in_loop(code) or code is _ON_SIGNAL:
            break
        if code.co_name == _EAGER and inner & inspect.CO_COROUTINE:
            eager = True
        if not (eager or code.co_name in _PLUMBING or code.co_filename.startswith(HERE)):
            via = code.co_name
        called, inner, frame = code.co_name, code.co_flags, frame.f_back
    return None, None


def raised_at(error: BaseException, files: Watched) -> int | None:
    """The innermost line of the program that an exception has come through, None if there is no
    such line."""
    line, tb = None, bare.field(error, "__traceback__")
    while tb is not None:
        if (number := files.of(tb.tb_frame.f_code)) is not None:
            line = number * LINES + tb.tb_lineno
        tb = tb.tb_next
    return line


def passes(name: str, files: Watched, depth: int = 1) -> bool:
    """Whether what is under way was called by way of a library function with this name."""
    frame: types.FrameType | None = sys._getframe(depth)
    called = ""
    while frame is not None and not in_loop(code := frame.f_code):
        if files.of(code) is not None and not files.hands_on(code, called):
            return False
        if code.co_name == name:
            return True
        called, frame = code.co_name, frame.f_back
    return False


def in_loop(code: types.CodeType) -> bool:
    """Whether this is the loop that calls its jobs."""
    return code.co_name in _LOOP and code.co_filename.endswith("base_events.py")


def caller(frame: types.FrameType, files: Watched) -> types.FrameType | None:
    """The frame of the program that waits for this one, or for the library that called it; None
    where it is the loop that called."""
    outer = frame.f_back
    while outer is not None and files.of(outer.f_code) is None:
        if in_loop(outer.f_code):
            return None
        outer = outer.f_back
    return outer


INLINED = {"<listcomp>", "<dictcomp>", "<setcomp>"}  # frames of their own before 3.12 only
COROUTINES = (types.CoroutineType, types.GeneratorType)
MADE = (*COROUTINES, types.AsyncGeneratorType)
_PREFIXES = tuple(zip(MADE, ("cr", "gi", "ag"), strict=True))
_AWAITED = {"cr": "cr_await", "gi": "gi_yieldfrom", "ag": "ag_await"}


def _prefix(item: Any) -> str:
    """How the attributes of a coroutine or generator object begin; empty for any other."""
    for kind, prefix in _PREFIXES:
        if type(item) is kind:
            return prefix
    return ""


def awaited(item: Any) -> Any:
    """What a coroutine or generator object awaits, None if it is not suspended in an ``await``."""
    return getattr(item, _AWAITED[_prefix(item)])


def awaiting(coroutine: Any) -> Iterator[Any]:
    """A coroutine or generator, and what it awaits, and so on inwards."""
    while _prefix(coroutine):
        yield coroutine
        coroutine = awaited(coroutine)


def is_fresh(item: Any) -> bool:
    """Whether nothing of a coroutine or generator object has run."""
    if (frame := frame_of(item)) is None:
        return False
    running = getattr(item, f"{_prefix(item)}_running")
    return not is_suspended(item) and not running and frame.f_lasti < EARLY


def is_suspended(item: Any) -> bool:
    """Whether a coroutine or generator object is suspended."""
    prefix = _prefix(item)
    return bool(prefix and getattr(item, f"{prefix}_suspended", False))


def is_over(item: Any, files: Watched) -> bool:
    """Whether a coroutine or generator object that is not the program's has begun and given back
    control, for now or for good. (One of the program's is suspended before the task has seen it.)
    """
    if not (prefix := _prefix(item)) or getattr(item, f"{prefix}_running"):
        return False
    ours = files.of(getattr(item, f"{prefix}_code")) is not None
    return not ours and (frame_of(item) is None or is_suspended(item))


EARLY = 6  # instructions that make the object, before the body's first


def frame_of(coroutine: Any) -> types.FrameType | None:
    """The frame of a coroutine or generator object, None when it has ended, and of any other."""
    prefix = _prefix(coroutine)
    frame: types.FrameType | None = getattr(coroutine, f"{prefix}_frame") if prefix else None
    return frame


def chain(coroutine: Any, files: Watched, frames: dict[int, int]) -> list[list[Any]]:
    """Who awaits whom, outermost first: names, and line and frame of those of the program. Of a
    library's own chain only the function that was called; of a long chain both ends."""
    links: list[list[Any]] = []
    for each in awaiting(coroutine):
        frame = frame_of(each)
        line = files.line(frame.f_code, frame.f_lineno) if frame else None
        if each.__name__ in INLINED and line is not None and links:
            links[-1][1] = line  # as since 3.12
        elif frame is not None and line is not None:
            links.append([bare.cut(each.__qualname__), line, frames.get(id(frame))])
        elif not links or links[-1][1] is not None:
            links.append([bare.cut(each.__qualname__), None, None])
    if len(links) <= 2 * MOST_LINKS:
        return links
    return [*links[:MOST_LINKS], ["…", None, None], *links[-MOST_LINKS:]]
