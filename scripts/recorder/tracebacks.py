"""Frames of the recorder are left out wherever a stack or a traceback is shown."""

from __future__ import annotations

import functools
import sys
import threading
import traceback
import types
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from . import bare
from .own import BUILTINS
from .scene import Patches
from .words import HERE

__builtins__ = BUILTINS

RUN = HERE + "program.py"  # calls the program; what is farther out is none of its business


def ours(code: types.CodeType) -> bool:
    """Whether a code object is the recorder's."""
    return code.co_filename.startswith(HERE)


def install(patches: Patches) -> None:
    """Hide our frames from the module ``traceback`` (and so from logging and asyncio's debug
    mode), and from the traceback that the interpreter shows at the end."""
    for name in ("walk_tb", "walk_stack", "_walk_tb_with_full_positions"):
        walk = getattr(traceback, name, None)
        if walk is not None:
            patches.set(traceback, name, without_ours(walk))
    patches.set(traceback, "format_list", _format_list_of(traceback.format_list))


def _format_list_of(format_list: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Of where a coroutine was made (debug mode) what lies in the program."""

    def formatting(found: Any) -> list[str]:
        entries = list(found)
        outer = [n for n, entry in enumerate(entries) if entry[0] == RUN]
        if outer:
            entries = entries[outer[-1] + 1 :]
        return format_list([entry for entry in entries if not entry[0].startswith(HERE)])

    return functools.wraps(format_list)(formatting)


def hide_us_at_the_end() -> None:
    """Have an exception that nobody catches shown without the frames that lie below the program.
    A program that sets ``sys.excepthook`` gets what it sets."""
    shown = sys.excepthook

    def excepthook(kind: type[BaseException], error: BaseException, tb: Any) -> None:
        prune(error)
        shown(kind, error, traceback_of(error))

    excepthook.__module__ = "sys"
    sys.excepthook = excepthook
    in_thread = threading.excepthook

    def excepthook_(args: Any) -> None:
        if args.exc_value is not None:
            prune(args.exc_value)
            kind, error, _, thread = args
            args = threading.ExceptHookArgs((kind, error, traceback_of(error), thread))
        in_thread(args)

    threading.excepthook = functools.wraps(in_thread)(excepthook_)


def without_ours(walk: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """The generator of (frame, position) pairs without those of the recorder."""

    def walking(start: Any) -> Iterator[Any]:
        if start is None:  # it looks for its own place in the stack
            return walk(None)
        pairs: list[Any] = []
        for pair in walk(start):
            if pair[0].f_code.co_filename != RUN:
                pairs.append(pair)
            elif walk.__name__ == "walk_stack":  # innermost first
                break
            else:
                pairs.clear()
        return (pair for pair in pairs if not ours(pair[0].f_code))

    walking.__name__, walking.__doc__ = walk.__name__, walk.__doc__
    return walking


def prune(error: BaseException) -> None:
    """Take our frames out of the tracebacks of an exception and of those it came from, and what
    lies outside of the program from the begin of its own."""
    for one in told_with(error, hidden=True):
        set_traceback(one, pruned(traceback_of(one)))


def told_with(error: BaseException, hidden: bool = False) -> Iterator[BaseException]:
    """An exception, what it came from, what was under way when it came (``hidden``: also where a
    traceback does not show that), and the members of a group: each once, the nearest first."""
    seen: set[int] = set()
    todo = deque([error])
    while todo:
        one = todo.popleft()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            others = [bare.field(one, "__cause__")]
            if hidden or not bare.field(one, "__suppress_context__"):
                others.append(bare.field(one, "__context__"))
            if bare.is_a(one, BaseExceptionGroup):
                others += bare.field(one, "exceptions")
            todo.extend(other for other in others if bare.is_a(other, BaseException))


def traceback_of(error: BaseException) -> Any:
    """The traceback that an exception holds, whatever its class says."""
    return bare.field(error, "__traceback__")


set_traceback: Callable[[BaseException, Any], None] = vars(BaseException)["__traceback__"].__set__


def pruned(tb: types.TracebackType | None) -> types.TracebackType | None:
    """A traceback without the recorder's frames."""
    kept: list[types.TracebackType] = []
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == RUN:
            kept.clear()
        elif not ours(tb.tb_frame.f_code):
            kept.append(tb)
        tb = tb.tb_next
    for one, following in zip(kept, [*kept[1:], None], strict=False):
        one.tb_next = following
    return kept[0] if kept else None
