"""What stands in the place of parts of the loop, does what they do, and tells."""

from __future__ import annotations

import collections
import heapq
import selectors
import sys
from asyncio.events import Handle, TimerHandle
from typing import Any, TypeAlias

from .own import BUILTINS

__builtins__ = BUILTINS

Hooks: TypeAlias = Any  # `loop_hooks.LoopHooks`


class Ready(collections.deque[Handle]):
    """``loop._ready``: tells what comes and goes."""

    __slots__ = ("hooks", "number")
    hooks: Hooks
    number: int  # of its loop

    def append(self, handle: Handle, /) -> None:
        with self.hooks.scene.log.lock:  # told and done at once, whatever another thread looks at
            self.hooks.ready(handle, self.number)
            super().append(handle)

    def popleft(self) -> Handle:
        handle = super().popleft()
        try:
            self.hooks.taken(handle, self.number)
        except RecursionError:
            self.hooks.scene.log.lost += 1
        return handle

    @property
    def clear(self) -> Any:
        """What ``close`` calls: what goes with the handles goes in no frame of ours."""
        if sys._getframe(1).f_code.co_name == "close":
            self.hooks.closed(self.number)
        return super().clear


# What it is called when a program prints it.
Ready.__name__ = Ready.__qualname__ = "deque"
Ready.__module__ = "collections"


def let_go() -> None:
    """What stands in a loop is a deque like any other from now on."""
    for name in ("append", "popleft", "clear"):
        if name in vars(Ready):
            delattr(Ready, name)


class Heap:
    """Stands for the module ``heapq`` in asyncio's: the same functions, which tell us."""

    def __init__(self, hooks: Hooks) -> None:
        self.hooks = hooks

    def __getattr__(self, name: str) -> Any:
        return getattr(heapq, name)

    def heappush(self, heap: list[Any], handle: TimerHandle) -> None:
        heapq.heappush(heap, handle)
        try:
            self.hooks.pushed(handle)
        except RecursionError:
            self.hooks.scene.log.lost += 1

    def heappop(self, heap: list[Any]) -> Any:
        handle = heapq.heappop(heap)
        try:
            self.hooks.popped(handle)
        except RecursionError:
            self.hooks.scene.log.lost += 1
        return handle

    def heapify(self, heap: list[Any]) -> None:
        self.hooks.heapified(heap)
        heapq.heapify(heap)


class Select:
    """``select`` of a running loop's selector."""

    def __init__(self, hooks: Hooks, loop: Any, number: int, select: Any) -> None:
        self.hooks, self.loop, self.number, self.select = hooks, loop, number, select

    def __call__(self, timeout: float | None = None) -> Any:
        if not self.hooks.scene.log.open:
            vars(self.loop._selector).pop("select", None)
        self.hooks.turn(self.loop, self.number, timeout)
        found = self.select(timeout)
        self.hooks.woke(self.number, len(found))
        return found


def watched_files(loop: Any) -> int | None:
    """How many files a loop watches besides the end of its own pipe; None if that cannot be
    known without calling code of the program."""
    selector: selectors.BaseSelector = loop._selector
    if getattr(type(selector), "get_map", None) is not selectors.SelectSelector.get_map:
        return None
    watched: dict[int, Any] = vars(selector)["_fd_to_key"]
    return len(watched) - (loop._ssock.fileno() in watched)
