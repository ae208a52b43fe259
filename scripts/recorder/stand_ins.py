"""What stands in the place of parts of the loop, does what they do, and tells."""

from __future__ import annotations

import collections
import heapq
import selectors
import types
from asyncio.events import Handle, TimerHandle
from typing import Any, TypeAlias

from . import bare
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
        self.hooks.cleared(self.number)
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
        self.hooks.heapified()
        heapq.heapify(heap)


class Select:
    """``select`` of a running loop's selector, put among the attributes of that. What the program
    has put there is called, and put back. ``asked``: whether the loop has called us."""

    def __init__(self, hooks: Hooks, loop: Any, number: int, selector: Any) -> None:
        self.hooks, self.loop, self.number, self.selector = hooks, loop, number, selector
        self.own = bare.attributes(selector)
        self.before = self.own.get("select", self)
        found = bare.found(type(selector), "select")
        known = self.before is self and type(found) is types.FunctionType
        self.select: Any = types.MethodType(found, selector) if known else None
        self.asked = False
        self.put()

    def __call__(self, timeout: float | None = None) -> Any:
        self.hooks.turn(self.loop, self.number, timeout)
        found = (self.select or self.looked_up())(timeout)
        self.hooks.woke(self.number, found)
        return found

    def looked_up(self) -> Any:
        """What the loop would find: what the program has put there, or answers each time."""
        stands = self.stands()
        try:
            self.take_away()
            return self.selector.select
        finally:
            if stands:
                self.put()

    def stands(self) -> bool:
        """Whether the selector has us, and no other."""
        return self.own.get("select") is self

    def put(self) -> None:
        """Have the selector have us."""
        self.own["select"] = self

    def take_away(self) -> None:
        """Have the selector have what it had."""
        if not self.stands():
            return
        if self.before is self:
            del self.own["select"]
        else:
            self.own["select"] = self.before


def watched_files(loop: Any) -> int | None:
    """How many files a loop watches besides the end of its own pipe; None if that cannot be
    known without calling code of the program."""
    selector = bare.field(loop, "_selector")
    if bare.found(type(selector), "get_map") is not selectors.SelectSelector.get_map:
        return None
    watched: dict[int, Any] = bare.attributes(selector)["_fd_to_key"]
    return len(watched) - (loop._ssock.fileno() in watched)
