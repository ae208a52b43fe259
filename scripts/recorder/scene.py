"""What all hooks share: the program's file, the log, and the numbers of what is alive."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import sys
import threading
import types
import weakref
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from . import bare, events, words
from .labels import Labels
from .log import Log
from .own import BUILTINS, get_ident
from .watched import Watched

__builtins__ = BUILTINS

SET_TRACEBACK: Callable[[BaseException, Any], None] = vars(BaseException)["__traceback__"].__set__

P = ParamSpec("P")
R = TypeVar("R")


class Scene:
    """The recorded run. ``file``: the program's, as its code objects name it; ``source``: a folder
    whose modules are watched as well, or empty. ``check``: note snapshots of the real loop."""

    def __init__(self, file: str, log: Log, check: bool = False, source: str = "") -> None:
        self.log, self.check = log, check
        self.files = Watched(file, source)
        self.files.tell = functools.partial(log.add, events.File)
        self.labels = Labels(log.numbers, Collected(self).tell)
        self.handles: dict[int, int] = {}  # by id, while a handle is in a queue of its loop
        self.frames: dict[int, int] = {}  # by id, while a frame of the program lives
        self.unfinished: set[str] = set()  # tasks
        self.early: set[str] = set()  # tasks told to wait while their jobs are not over yet
        self.snapshots = 0  # taken so far
        self.tracer: Any = None  # our trace function, where there is one
        self.untraced = False  # whether a hook has it not called
        self.threaded = False  # whether another thread of the program was there when a loop waited
        # What the handler of a signal has raised where nothing can be raised from.
        self.late: BaseException | None = None
        # Eager tasks inside their first step, with the threads that have made them and run that: by
        # label, by the id of its frame, and how that frame left.
        self.eager: dict[str, tuple[weakref.ref[Any], int]] = {}
        self.first_steps: dict[int, str] = {}
        self.first_ends: dict[str, tuple[str, str | None] | None] = {}
        # Tells of those whose first step is over, before something else is told; but not of the one
        # with this label: what it does itself on its way out of the step comes first.
        self.tell_first: Callable[[str | None], None] = lambda _: None

    def short(self, value: object) -> str:
        """A short, safe repr."""
        return words.short(value, self.name)

    def name(self, item: object) -> str | None:
        """The label of a task or future, None for anything else."""
        return self.labels.get(item)

    def place(self) -> tuple[int | None, str | None]:
        """Line of the program, and library function called there."""
        return words.place(self.files, 2)

    def raise_late(self) -> None:
        """Raise what could not be raised where it came up: in the thread that handles signals."""
        if get_ident() == threading.main_thread().ident:
            error, self.late = self.late, None
            if error is not None:
                raise error

    def first_step_left(self, frame: int, kind: Any, value: object) -> None:
        """The frame with this id gives back control. Is it the first step of an eager task, that
        says how the task ends: nobody may hold the task long enough to be asked."""
        if (label := self.first_steps.pop(frame, None)) is None:
            return
        if kind is events.Yield:
            self.first_ends[label] = None
        elif kind is events.Return:
            self.first_ends[label] = "result", self.short(value)
        elif bare.is_a(value, asyncio.CancelledError):
            self.first_ends[label] = "cancelled", None
        else:
            self.first_ends[label] = "exception", self.short(value)


def is_here(loop: Any) -> bool:
    """Whether no other thread runs this loop (or None). What belongs to a loop is changed by its
    thread, at any moment: that thread looks at it, and tells of it, and no other."""
    return bare.field(loop, "_thread_id") in (None, get_ident())


class Hooked(Protocol):
    scene: Scene


H = TypeVar("H", bound=Hooked)


def hook(body: Callable[Concatenate[H, P], R]) -> Callable[Concatenate[H, P], R | None]:
    """Wrap the body of a hook: a fault of the recorder may lose an event, never more. (Who calls
    one after something was done counts it as lost where there is no deeper recursion.) What the
    handler of a signal raises, which came meanwhile, is the program's, and goes on to it."""

    def guarded(self: H, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        log = self.scene.log
        if not log.open:
            return None
        try:
            if self.scene.late is not None:
                self.scene.raise_late()
            return body(self, *args, **kwargs)
        except BaseException as error:
            log.lost += 1
            if is_of_a_signal(error):
                raise
            return None

    def untraced(self: H, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        # The interpreter would call our trace function for each call in the hook. (As many frames
        # of ours as without that: hooks count them.)
        scene = self.scene
        if not scene.log.open:
            return None
        tracer = sys.gettrace()
        ours = tracer is not None and tracer is scene.tracer
        try:
            if ours:
                scene.untraced = True  # (no call, which could fail or be interrupted)
                sys.settrace(None)
            if scene.late is not None:
                scene.raise_late()
            return body(self, *args, **kwargs)
        except BaseException as error:
            scene.log.lost += 1
            if is_of_a_signal(error):
                raise
            return None
        finally:
            if ours:
                scene.untraced = False
                if scene.tracer is tracer:  # the recording may have ended
                    sys.settrace(tracer)

    wrapper = guarded if sys.version_info >= (3, 12) else untraced
    functools.update_wrapper(wrapper, body)
    return wrapper


def last_hook(body: Callable[Concatenate[H, P], R]) -> Callable[Concatenate[H, P], R | None]:
    """Wrap the body of a hook that is called where an object is collected: nothing can be raised
    from there. What the handler of a signal raises, the next hook raises."""
    guarded = hook(body)

    def ending(self: H, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return guarded(self, *args, **kwargs)
        except RecursionError:
            self.scene.log.lost += 1
        except BaseException as error:
            self.scene.late = error
        return None

    return functools.update_wrapper(ending, body)


def is_of_a_signal(error: BaseException) -> bool:
    """Whether an exception that came up in a hook is no fault of ours: its class says so (as that
    of Ctrl+C does), or it came from the handler of a signal. Then our frames are taken out of its
    traceback, so that they, and what they hold, go."""
    try:
        inner = not_ours(error)
        if bare.is_a(error, Exception) and not any(handles_a_signal(tb.tb_frame) for tb in inner):
            return False
    except Exception:  # an audit hook of the program has refused that look
        return not bare.is_a(error, Exception)
    for tb, following in zip(inner, [*inner[1:], None], strict=False):
        tb.tb_next = following
    SET_TRACEBACK(error, inner[0] if inner else None)
    return True


def not_ours(error: BaseException) -> list[types.TracebackType]:
    """The parts of the traceback of an exception that lie elsewhere than in the recorder."""
    found, one = [], bare.field(error, "__traceback__")
    while one is not None:
        if not one.tb_frame.f_code.co_filename.startswith(words.HERE):
            found.append(one)
        one = one.tb_next
    return found


def handles_a_signal(frame: types.FrameType) -> bool:
    """Whether this is a function that the interpreter has called in between: it is given the frame
    that was under way."""
    code, values = frame.f_code, frame.f_locals
    more = bool(code.co_flags & inspect.CO_VARARGS)
    given = [values.get(name) for name in code.co_varnames[: code.co_argcount + more]]
    rest = given.pop() if more else ()
    given += rest if type(rest) is tuple else ()
    return any(each is frame.f_back for each in given)


class Collected:
    """Tells of the tasks and futures that are collected."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    @last_hook
    def tell(self, key: int, label: str, _reference: object) -> None:
        scene = self.scene
        scene.labels.forget(key, label)
        if label in scene.unfinished:
            scene.unfinished.discard(label)
            if ended := scene.first_ends.pop(label, None):
                scene.log.add(events.Done, label, *ended)
            else:
                scene.log.add(events.Gone, label)


class Patches:
    """Changes to modules and classes that can be taken back, the last one first."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []

    def set(self, where: Any, name: str, value: Any) -> None:
        """Set an attribute."""
        own = vars(where)
        if name in own:
            self._undo.append(functools.partial(setattr, where, name, own[name]))
        else:
            self._undo.append(functools.partial(delattr, where, name))
        setattr(where, name, value)

    def on_undo(self, action: Callable[[], Any]) -> None:
        """Have something done when the patches are taken back."""
        self._undo.append(action)

    def undo(self) -> None:
        """Take everything back."""
        while self._undo:
            with contextlib.suppress(Exception):
                self._undo.pop()()
