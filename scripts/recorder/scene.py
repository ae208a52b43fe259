"""What all hooks share: the program's file, the log, and the numbers of what is alive."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import sys
import threading
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from . import bare, events, words
from .labels import Labels
from .log import Log
from .watched import Watched

P = ParamSpec("P")
R = TypeVar("R")


class Scene:
    """The recorded run. ``file``: the program's, as its code objects name it; ``source``: a folder
    whose modules are watched as well, or empty. ``check``: note snapshots of the real loop."""

    def __init__(self, file: str, log: Log, check: bool = False, source: str = "") -> None:
        self.log, self.check = log, check
        self.files = Watched(file, source)
        self.files.tell = functools.partial(log.add, events.File)
        self.labels = Labels(log.numbers, self.gone)
        self.handles: dict[int, int] = {}  # by id, while a handle is in a queue of its loop
        self.frames: dict[int, int] = {}  # by id, while a frame of the program lives
        self.unfinished: set[str] = set()  # tasks
        self.snapshots = 0  # taken so far
        self.tracer: Any = None  # our trace function, where there is one
        # Eager tasks inside their first step: by the id of its frame, and how that frame left.
        self.first_steps: dict[int, str] = {}
        self.first_ends: dict[str, tuple[str, str | None] | None] = {}

    def short(self, value: object) -> str:
        """A short, safe repr."""
        return words.short(value, self.name)

    def name(self, item: object) -> str | None:
        """The label of a task or future, None for anything else."""
        return self.labels.get(item)

    def place(self) -> tuple[int | None, str | None]:
        """Line of the program, and library function called there."""
        return words.place(self.files, 2)

    def gone(self, label: str) -> None:
        """A task or future was collected."""
        with contextlib.suppress(Exception):
            if label in self.unfinished:
                self.unfinished.discard(label)
                if ended := self.first_ends.pop(label, None):
                    self.log.add(events.Done, label, *ended)
                else:
                    self.log.add(events.Gone, label)

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
    return bare.field(loop, "_thread_id") in (None, threading.get_ident())


class Hooked(Protocol):
    scene: Scene


H = TypeVar("H", bound=Hooked)


def hook(body: Callable[Concatenate[H, P], R]) -> Callable[Concatenate[H, P], R | None]:
    """Wrap the body of a hook: a fault of the recorder may lose an event, never more. (Who calls
    one after something was done counts it as lost where there is no deeper recursion.)"""

    def guarded(self: H, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        log = self.scene.log
        if not log.open:
            return None
        try:
            return body(self, *args, **kwargs)
        except Exception:
            log.lost += 1
            return None

    def untraced(self: H, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        # The interpreter would call our trace function for each call in the hook. (As many frames
        # of ours as without that: hooks count them.)
        scene = self.scene
        if not scene.log.open:
            return None
        tracer = sys.gettrace()
        ours = tracer is not None and tracer is scene.tracer
        if ours:
            sys.settrace(None)
        try:
            return body(self, *args, **kwargs)
        except Exception:
            scene.log.lost += 1
            return None
        finally:
            if ours and scene.tracer is tracer:  # the recording may have ended
                sys.settrace(tracer)

    wrapper = guarded if sys.version_info >= (3, 12) else untraced
    functools.update_wrapper(wrapper, body)
    return wrapper


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
